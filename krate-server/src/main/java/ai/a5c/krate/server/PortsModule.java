package ai.a5c.krate.server;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.config.local.LocalConfigMaps;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.git.jgit.Limits;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.gitea.GiteaTarget;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.agentmux.AgentMuxRuntime;
import ai.a5c.krate.runtime.agentmux.AgentMuxSettings;
import ai.a5c.krate.runtime.process.ProcessRuntime;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.auth.Tokens;
import ai.a5c.krate.server.observe.Metrics;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.AgentMux;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.generic.GenericSource;
import ai.a5c.krate.source.jenkins.JenkinsSource;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.target.git.GitTarget;
import ai.a5c.krate.work.Alarms;
import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses runtimes, forges and targets, and puts the engine together; further ones bind into the same sets. */
final class PortsModule extends AbstractModule {

    private static final Duration REMOTE = Duration.ofMinutes(2);

    private final Settings settings;
    private final DataDirectory data;
    private final Metrics metrics;
    private final KrateListener listener;

    PortsModule(Settings settings, DataDirectory data, Metrics metrics, KrateListener listener) {
        this.settings = settings;
        this.data = data;
        this.metrics = metrics;
        this.listener = listener;
    }

    @Override
    protected void configure() {
        bind(Metrics.class).toInstance(metrics);
        Multibinder<AgentRuntime> runtimes = Multibinder.newSetBinder(binder(), AgentRuntime.class);
        runtimes.addBinding().toInstance(new ProcessRuntime(data.at("sessions"), searchPath()));
        Provider<LocalSecrets> secrets = getProvider(LocalSecrets.class);
        settings.agentMux()
                .ifPresent(gateway -> runtimes.addBinding()
                        .toProvider(() -> agentMux(gateway, secrets.get()))
                        .in(Singleton.class));
        Multibinder<ForgeSource> sources = Multibinder.newSetBinder(binder(), ForgeSource.class);
        sources.addBinding().toInstance(new GiteaSource());
        sources.addBinding().toInstance(new GenericSource());
        sources.addBinding().toInstance(new JenkinsSource());
    }

    private AgentRuntime agentMux(AgentMux gateway, LocalSecrets secrets) {
        Supplier<String> token = () -> secrets.value(gateway.namespace(), gateway.name(), gateway.key())
                .map(SecretValue::revealText)
                .map(String::strip)
                .orElseThrow(() -> new RuntimeUnavailableException(
                        "the secret %s/%s has no key '%s': store the gateway's token there with krate secret set"
                                .formatted(gateway.namespace(), gateway.name(), gateway.key())));
        return new AgentMuxRuntime(new AgentMuxSettings(gateway.url(), token), data.at("agent-mux"));
    }

    /** Where agents are looked for: this JDK, then the absolute places of this process' own PATH. */
    private static String searchPath() {
        String own = Objects.requireNonNullElse(System.getenv("PATH"), ProcessRuntime.DEFAULT_PATH);
        return Stream.concat(
                        Stream.of(System.getProperty("java.home") + "/bin"),
                        Arrays.stream(own.split(":", -1)).filter(place -> place.startsWith("/")))
                .distinct()
                .collect(Collectors.joining(":"));
    }

    @Provides
    @Singleton
    Repositories repositories() {
        Limits standard = Limits.standard();
        return new JGitRepositories(
                data.at("git"),
                new HashSet<>(settings.gitSchemes()),
                new Limits(
                        standard.patchBytes(), standard.fileBytes(), standard.silence(), REMOTE, standard.command()));
    }

    @Provides
    @Singleton
    Krate krate(
            ResourceStore store, BlobStore blobs, LocalSecrets secrets, Repositories repositories, Adapters adapters) {
        Krate.Builder builder = Krate.builder()
                .store(store, blobs)
                .secrets(secrets, MacKey.of(secrets.macKey().reveal()))
                .configs(new LocalConfigMaps(data.at("")))
                .repositories(repositories)
                .listener(listener)
                .predicates(new CelPredicates())
                .worker(worker(), lease())
                .console(settings.publicUrl().map(Object::toString).orElse(""))
                .alarms(adapters.alarms())
                .clock(adapters.clock())
                .principals(new Tokens(store, InstantSource.system()))
                .target((remotes, forges) -> new GitTarget(repositories, remotes, blobs))
                .target((remotes, forges) -> new GiteaTarget(forges));
        adapters.runtimes().forEach(builder::runtime);
        adapters.sources().forEach(builder::source);
        return builder.build();
    }

    @Provides
    Adapters adapters(Set<AgentRuntime> runtimes, Set<ForgeSource> sources, Alarms alarms, InstantSource clock) {
        return new Adapters(runtimes, sources, alarms, clock);
    }

    /** Unlike any other worker of the database, and told apart on this machine by its process id. */
    private static String worker() {
        return "krate-%d-%s".formatted(ProcessHandle.current().pid(), UUID.randomUUID());
    }

    /** Embedded, the dead worker was on this very machine: its work is taken over soon. */
    private Duration lease() {
        Duration usual = settings.database().isPresent() ? Duration.ofSeconds(15) : Duration.ofSeconds(6);
        return Duration.ofMillis(Long.getLong("krate.lease.millis", usual.toMillis()));
    }

    /** What plugs into the engine. */
    record Adapters(Set<AgentRuntime> runtimes, Set<ForgeSource> sources, Alarms alarms, InstantSource clock) {}
}
