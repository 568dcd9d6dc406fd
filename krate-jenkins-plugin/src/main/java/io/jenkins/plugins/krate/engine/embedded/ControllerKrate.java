package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.directory.DirectoryBlobStore;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.git.jgit.Limits;
import ai.a5c.krate.runtime.process.HostedRuntime;
import ai.a5c.krate.runtime.process.ProcessHost;
import ai.a5c.krate.runtime.process.ProcessRuntime;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.source.jenkins.JenkinsSource;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.git.GitTarget;
import io.jenkins.plugins.krate.engine.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Krate at work in this process, put together by hand. What was at work when the one before was closed, or died, goes on:
 * agents of the controller itself are found again, those of nodes are lost and tried again as their failure class says.
 */
public final class ControllerKrate implements AutoCloseable {

    private static final Duration LEASE = Duration.ofSeconds(6);

    private final EmbeddedSettings settings;
    private final EmbeddedHome home;
    private final JdbcResourceStore store;
    private final Krate krate;
    private final Supplier<Krate> empty;
    private ResourceDocuments documents;
    private List<String> faults = List.of();

    private ControllerKrate(
            EmbeddedSettings settings, EmbeddedHome home, JdbcResourceStore store, Neighbours neighbours) {
        this.settings = settings;
        this.home = home;
        this.store = store;
        this.documents = ResourceDocuments.read(settings);
        MacKey key = MacKey.of(new LocalSecrets(settings.directory()).macKey().reveal());
        CredentialSecrets secrets = new CredentialSecrets(neighbours.credentials(), key, this::namespace);
        Repositories repositories = new JGitRepositories(home.at("git"), settings.schemes(), Limits.standard());
        DirectoryBlobStore blobs = new DirectoryBlobStore(home.at("blobs"));
        Krate.Builder builder = Krate.builder()
                .store(store, blobs)
                .secrets(secrets, key)
                .repositories(repositories)
                .listener(new JavaLogListener())
                .predicates(new CelPredicates())
                .source(new JenkinsSource())
                .clock(store.clock())
                .worker("jenkins-" + UUID.randomUUID(), LEASE)
                .runtime(new HostedRuntime("jenkins-node", home.at("node-sessions"), path(), neighbours.nodes()))
                .target((remotes, forges) -> new GitTarget(repositories, remotes, blobs));
        if (settings.localAgents()) {
            builder.runtime(new ProcessRuntime(home.at("sessions"), path()));
        }
        this.krate = builder.build();
        this.empty = () -> Krate.builder()
                .store(new InMemoryResourceStore(), new InMemoryBlobStore())
                .predicates(new CelPredicates())
                .secrets(secrets, key)
                .repositories(repositories)
                .build();
    }

    /**
     * What an engine finds around it.
     *
     * @param nodes where agents run
     */
    public record Neighbours(CredentialTexts credentials, ProcessHost nodes) {}

    /**
     * An engine at work.
     *
     * @throws EngineException if its directory or database cannot be used
     */
    public static ControllerKrate open(EmbeddedSettings settings, Neighbours neighbours) {
        EmbeddedHome home = EmbeddedHome.open(settings);
        try {
            JdbcResourceStore store = JdbcResourceStore.sqlite(settings.database());
            ControllerKrate opened = new ControllerKrate(settings, home, store, neighbours);
            opened.faults = opened.documents.applyTo(opened.krate, opened.empty);
            opened.krate.start(settings.workers());
            return opened;
        } catch (StoreUnavailableException e) {
            home.close();
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "DATABASE",
                    Objects.requireNonNullElse(e.getMessage(), "no database"),
                    e);
        }
    }

    /** Where programs are looked for: this Java, then the absolute places of the process' own PATH. */
    private static String path() {
        String own = Objects.requireNonNullElse(System.getenv("PATH"), ProcessRuntime.DEFAULT_PATH);
        return Stream.concat(
                        Stream.of(System.getProperty("java.home") + "/bin"),
                        Stream.of(own.split(":", -1)).filter(place -> place.startsWith("/")))
                .distinct()
                .collect(Collectors.joining(":"));
    }

    /** As what it was opened. */
    public EmbeddedSettings settings() {
        return settings;
    }

    /** The documents' faults, which kept all of them from being applied the last time; empty if they hold. */
    public synchronized List<String> faults() {
        return faults;
    }

    /** Applies the documents again if they are others by now; the faults if that was not possible. */
    public synchronized List<String> refresh() {
        ResourceDocuments now = ResourceDocuments.read(settings);
        if (!now.isSame(documents)) {
            documents = now;
            faults = now.applyTo(krate, empty);
        }
        return faults;
    }

    Krate krate() {
        return krate;
    }

    /** The namespace of its organization. */
    synchronized String namespace() {
        return documents.namespace();
    }

    /** Somebody of its organization. */
    Caller caller(String name, Caller.Road road) {
        return new Caller(name, road, false, Set.of(krate.resources().organizationOf(namespace())));
    }

    /** Ends the loops; agents of nodes go on as long as this process does. */
    @Override
    public void close() {
        krate.close();
        store.close();
        home.close();
    }
}
