package ai.a5c.krate.server.campaign;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.Postgresql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Where it all happens: a database, a forge and servers on this machine, gone when it is closed. */
final class Scene implements AutoCloseable {

    static final String WEBHOOK_SECRET = "a-secret-of-the-campaign";
    static final Duration SHORT = Duration.ofMillis(300);

    private final Path directory;
    private final PrivatePostgres database;
    private final StandInGitea forge;
    private final GitOverHttp git;
    private final Origin origin;
    private final List<CampaignServer> servers = new ArrayList<>();
    private final Tickets tickets = new Tickets();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService crowd = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "campaign-crowd");
        thread.setDaemon(true);
        return thread;
    });

    private Scene(Path directory, PrivatePostgres database, StandInGitea forge, GitOverHttp git, Origin origin) {
        this.directory = directory;
        this.database = database;
        this.forge = forge;
        this.git = git;
        this.origin = origin;
    }

    /** Everything, with all servers starting. */
    static Scene build(Plan plan) {
        try {
            Path directory = Files.createTempDirectory("krate-campaign-");
            String token = UUID.randomUUID().toString();
            Path repositories = Files.createDirectory(directory.resolve("repositories"));
            Origin origin = Origin.make(repositories);
            Scene scene = new Scene(
                    directory,
                    PrivatePostgres.start(),
                    StandInGitea.start(StandInGitea.Config.of(secret(token))),
                    GitOverHttp.start(repositories, token),
                    origin);
            Runtime.getRuntime().addShutdownHook(new Thread(scene::close));
            scene.serve(plan, scene.prepare(token));
            return scene;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the database and what is in it; the administrator's token. */
    private String prepare(String forgeToken) throws IOException {
        LocalSecrets secrets = new LocalSecrets(data());
        secrets.set("acme", "forge", "token", secret(forgeToken));
        secrets.set("acme", "webhook", "secret", secret(WEBHOOK_SECRET));
        Files.writeString(directory.resolve("password"), database.password());
        Path agent = Files.write(directory.resolve("agent.sh"), resource("agent.sh"));
        Files.createFile(ledger());
        Settings settings = new Settings(
                data(),
                "127.0.0.1",
                0,
                new Settings.Transport.Plain(),
                Optional.of(new Postgresql(
                        database.url(), PrivatePostgres.USER, Optional.of(directory.resolve("password")))),
                List.of("http"),
                "text");
        String documents = new String(resource("resources.yaml"), StandardCharsets.UTF_8)
                .replace("CLONE_URL", git.url("acme/app.git"))
                .replace("FORGE_URL", forge.baseUrl())
                .replace("AGENT", agent.toString())
                .replace("LEDGER", ledger().toString());
        try (RunningServer server = RunningServer.start(settings)) {
            ResourceDesk desk = server.krate().resources();
            Caller operator = new Caller("campaign", Caller.Road.CLI, true, Set.of());
            Documents.read(documents).forEach(document -> desk.apply(document, "acme", operator));
            return server.firstToken().orElseThrow();
        }
    }

    private void serve(Plan plan, String token) {
        for (int i = 1; i <= plan.servers(); i++) {
            servers.add(CampaignServer.of(
                    "server-" + i,
                    directory.resolve("server-" + i + ".log"),
                    plan.lease(),
                    token,
                    List.of(
                            "--data",
                            data().toString(),
                            "--git-schemes",
                            "http",
                            "--database-url",
                            database.url(),
                            "--database-user",
                            PrivatePostgres.USER,
                            "--database-password-file",
                            directory.resolve("password").toString())));
        }
        servers.forEach(CampaignServer::start);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Scene.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    Path directory() {
        return directory;
    }

    /** What all servers of this machine share. */
    Path data() {
        return directory.resolve("data");
    }

    Path ledger() {
        return directory.resolve("ledger");
    }

    PrivatePostgres database() {
        return database;
    }

    StandInGitea forge() {
        return forge;
    }

    Origin origin() {
        return origin;
    }

    List<CampaignServer> servers() {
        return List.copyOf(servers);
    }

    Tickets tickets() {
        return tickets;
    }

    /** Threads for whoever wants to do something at once. */
    ExecutorService crowd() {
        return crowd;
    }

    /** Any server, ready or not, as a load balancer without health checks would choose. */
    CampaignServer someServer() {
        return servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
    }

    /** A server that answered when it was asked last. */
    Optional<CampaignServer> readyServer() {
        List<CampaignServer> ready =
                servers.stream().filter(CampaignServer::isReady).toList();
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.get(ThreadLocalRandom.current().nextInt(ready.size())));
    }

    /** Waits; not beyond the end of everything. */
    void pause(Duration length) {
        try {
            closed.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    /** Keeps what servers wrote and all that they stored, for whoever looks for the cause of something. */
    void keep(Path target) {
        Shell.run(
                directory,
                Map.of(),
                List.of("sh", "-c", "mkdir -p \"$1\" && cp server-*.log ledger \"$1\"", "keep", target.toString()));
        try {
            Files.write(
                    target.resolve("resources"),
                    database.query("SELECT document FROM krate_revision ORDER BY version"));
            Files.write(
                    target.resolve("events"),
                    database.query("SELECT time, stream, type, document FROM krate_event ORDER BY time"));
            Files.write(
                    target.resolve("audit"),
                    database.query("SELECT time, actor, action, subject, document FROM krate_audit ORDER BY arrival"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        crowd.shutdownNow();
        servers.forEach(CampaignServer::kill);
        new ProcessTable(data().resolve("sessions")).end();
        git.close();
        forge.close();
        database.close();
        Shell.tryRun(Path.of("/"), Map.of(), List.of("rm", "-rf", directory.toString()));
    }
}
