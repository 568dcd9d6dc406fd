package ai.a5c.krate.server.demo;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Everything that the demo needs, on loopback and below one temporary directory; gone when it is closed. */
final class DemoWorld implements AutoCloseable {

    static final String ORGANIZATION = "acme";
    static final Caller PERSON = new Caller("you", Caller.Road.CLI, true, Set.of());

    private final Path directory;
    private final StandInGitea forge;
    private final RunningServer server;

    private DemoWorld(Path directory, StandInGitea forge, RunningServer server) {
        this.directory = directory;
        this.forge = forge;
        this.server = server;
    }

    static DemoWorld build(DemoOptions options, DemoScreen screen) {
        if (!List.of("scripted", "claude").contains(options.agent())) {
            throw new DemoException(
                    "WRONG_AGENT", "--agent is scripted or claude, got '%s'".formatted(options.agent()), 2);
        }
        Path quickstart = options.home().resolve("examples/quickstart");
        if (!Files.isDirectory(quickstart)) {
            throw new DemoException(
                    "NO_EXAMPLE", "there is no %s; use the krate script of a checkout".formatted(quickstart), 2);
        }
        Path directory = temporary();
        DemoRepository repository = DemoRepository.make(quickstart.resolve("app"), directory);
        screen.say("a small repository with a failing test: " + repository.cloneUrl());
        String token = UUID.randomUUID().toString();
        StandInGitea forge = StandInGitea.start(StandInGitea.Config.of(secret(token)));
        screen.say("a stand-in for Gitea: " + forge.baseUrl());
        Path data = directory.resolve("data");
        RunningServer server = RunningServer.start(new Settings(
                data,
                "127.0.0.1",
                0,
                new Settings.Transport.Plain(),
                Optional.empty(),
                List.of("file", "http", "https"),
                "text"));
        screen.say("krate-server, its database in a temporary directory: " + server.url());
        keepSecrets(new LocalSecrets(data), token);
        new Quickstart(options, repository, forge.baseUrl())
                .apply(server.krate().resources());
        screen.say("the resources of examples/quickstart are applied");
        return new DemoWorld(directory, forge, server);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("krate-demo-");
        } catch (IOException e) {
            throw new DemoException("NO_DIRECTORY", "no temporary directory can be made: " + e, 1);
        }
    }

    private static void keepSecrets(LocalSecrets secrets, String token) {
        String key = Optional.ofNullable(System.getenv("ANTHROPIC_API_KEY"))
                .filter(value -> value.length() >= 12)
                .orElse("demo-" + UUID.randomUUID());
        secrets.set(ORGANIZATION, "gitea-bot", "token", secret(token));
        secrets.set(ORGANIZATION, "gitea-webhook", "secret", secret("s3cr3t"));
        secrets.set(ORGANIZATION, "model-provider", "api-key", secret(key));
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    RunningServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
        forge.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new DemoException("NOT_REMOVED", "%s cannot be removed: %s".formatted(directory, e), 1);
        }
    }
}
