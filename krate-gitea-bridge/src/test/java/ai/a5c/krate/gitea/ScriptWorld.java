package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.git.GitTarget;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.testkit.ScriptedRuntime;
import ai.a5c.krate.testkit.SimulatedCrashException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The quickstart's resources, an engine in memory with agents that follow scripts, and a forge whose hook calls it. */
final class ScriptWorld implements AutoCloseable {

    private static final Caller PERSON = new Caller("maintainer", Caller.Road.API, true, Set.of());
    private static final SecretValue SECRET = secret("a-secret-of-the-script");
    private static final int TRIES = 200;
    private static final int TRIES_FOR_A_HOOK = 40;
    private static final Duration LEASE = Duration.ofSeconds(2);

    final ScriptedRuntime agents =
            new ScriptedRuntime("process", Set.of(Capability.CANCEL, Capability.STRUCTURED_EVENTS));

    /** What the next agents write into their worktree, by path. */
    final Map<String, String> edits = new ConcurrentHashMap<>();

    private final Forge forge;
    private final ScriptClock clock;
    private final Repositories repositories;
    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final InMemoryBlobStore blobs = new InMemoryBlobStore();
    private final HttpServer receiver;
    private volatile Krate krate;
    private boolean hooked;
    private int life;
    private int deaths;

    ScriptWorld(Forge forge, Repositories repositories, ScriptClock clock) throws IOException {
        this.forge = forge;
        this.clock = clock;
        this.repositories = repositories;
        this.krate = start(store);
        for (String file : List.of("organization", "repository", "agent", "rule")) {
            apply(Files.readString(Path.of("../examples/quickstart/resources/" + file + ".yaml")));
        }
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks", this::receive);
        receiver.start();
    }

    private Krate start(ResourceStore on) {
        String token = forge.credential().orElseThrow().revealText();
        return Krate.builder()
                .store(on, blobs)
                .secrets(
                        new MemorySecrets()
                                .with("acme", "gitea-bot", "token", token)
                                .with("acme", "model-provider", "api-key", "sk-model-9f8e7d6c5b4a"),
                        MacKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .repositories(repositories)
                .runtime(new WritingRuntime(agents, edits))
                .source(new GiteaSource(clock))
                .predicates(new CelPredicates())
                .target((remotes, forges) -> new GitTarget(repositories, remotes, blobs))
                .target((remotes, forges) -> new GiteaTarget(forges))
                .clock(clock)
                .worker("script", LEASE)
                .build();
    }

    private void apply(String text) {
        String full = "%s/%s".formatted(forge.owner(), forge.name());
        String here = text.replace(
                        "https://gitea.example.com/acme/app.git", "%s/%s.git".formatted(forge.baseUrl(), full))
                .replace("https://gitea.example.com", forge.baseUrl())
                .replace(
                        "    owner: acme\n    name: app\n",
                        "    owner: %s\n    name: %s\n".formatted(forge.owner(), forge.name()))
                .replace("\"acme/*\"", "\"%s/*\"".formatted(forge.owner()))
                .replace("[\"acme/app\"]", "[\"%s\"]".formatted(full))
                .replace(
                        "allowedTargets: [branch-push, issue-comment, pr-comment]",
                        "allowedTargets: [branch-push, issue-comment, pr-comment, open-pr, pr-review, label,"
                                + " commit-status, workflow-rerun]");
        Documents.read(here).forEach(document -> krate.resources().apply(document, "acme", PERSON));
    }

    /** Has the forge call Krate; where it cannot reach this machine, Krate looks at the forge instead. */
    void connect() {
        GiteaSetup setup = new GiteaSetup(clock);
        assertThat(setup.check(forge)).noneMatch(Finding::isBad);
        krate.reconcile();
        krate.drain();
        HookOrder order = hook(setup);
        assertThat(setup.test(forge, order)).isTrue();
        hooked = reached(TRIES_FOR_A_HOOK, () -> !decided("push").isEmpty());
        if (!hooked) {
            clock.hurry();
        }
    }

    /** Has the forge call Krate, which does not look at the forge. */
    void hookOnly() {
        hook(new GiteaSetup(clock));
    }

    private HookOrder hook(GiteaSetup setup) {
        String url = "http://127.0.0.1:%d/hooks".formatted(receiver.getAddress().getPort());
        HookOrder order = new HookOrder(false, url, Optional.of(SECRET));
        assertThat(setup.connect(forge, order)).noneMatch(Finding::isBad);
        return order;
    }

    /** Has Krate look at a forge that was told of no hook. */
    void lookOnly() {
        krate.reconcile();
        krate.drain();
        clock.hurry();
    }

    /** Whether the forge calls Krate. */
    boolean isHooked() {
        return hooked;
    }

    /** Whether a question that was just asked looks newer to Krate than a comment of the forge that answers it. */
    boolean isAhead() {
        return clock.isAhead();
    }

    /**
     * Kills servers from now on, at a write that is committed or not, in turn; each time another one goes on, and lives longer.
     *
     * @param writes what the first of them comes to
     */
    void dying(int writes) {
        clock.hurry();
        life = writes;
        deaths = 0;
    }

    /** Lets servers live; how many were killed. */
    int living() {
        life = 0;
        restart();
        return deaths;
    }

    /** Stops the server and starts another one on what it has stored. */
    void restart() {
        krate.close();
        krate = start(store);
    }

    private void drain() {
        if (life == 0) {
            krate.drain();
            return;
        }
        CrashingStore doomed =
                deaths % 2 == 0 ? CrashingStore.afterCommit(store, life) : CrashingStore.beforeCommit(store, life);
        try {
            start(doomed).drain();
        } catch (SimulatedCrashException e) {
            assertThat(doomed.isDead()).isTrue();
            deaths++;
            life++;
        }
    }

    /** Says yes to a question as a person at the console does; what follows is left to be done. */
    void approve(AgentApproval question) {
        krate.approvals()
                .decide(
                        new ApprovalDesk.Request(
                                "acme",
                                question.metadata().name(),
                                true,
                                List.of(),
                                "looks right",
                                question.spec().bindingDigest()),
                        PERSON);
    }

    /** What became of the deliveries of a type. */
    List<String> decided(String type) {
        return all(WebhookDelivery.class).stream()
                .filter(delivery -> delivery.spec().eventType().equals(type))
                .map(delivery -> delivery.status().decision())
                .filter(decision -> !decision.isEmpty())
                .toList();
    }

    <R extends Resource> List<R> all(Class<R> kind) {
        return store.list(Query.of(kind.getSimpleName(), "acme").limit(1_000)).items().stream()
                .map(stored -> kind.cast(ResourceCodec.read(
                        KindRegistry.named(kind.getSimpleName()).orElseThrow(), Json.readObject(stored.document()))))
                .toList();
    }

    /** Lets Krate work until something is so. */
    void until(String what, BooleanSupplier so) {
        if (!reached(TRIES, so)) {
            throw new AssertionError("%s: not in time; deliveries: %s"
                    .formatted(
                            what,
                            all(WebhookDelivery.class).stream()
                                    .map(delivery -> "%s %s %s"
                                            .formatted(
                                                    delivery.spec().eventType(),
                                                    delivery.status().decision(),
                                                    delivery.status().reasons()))
                                    .toList()));
        }
    }

    private boolean reached(int tries, BooleanSupplier so) {
        for (int tried = 0; tried < tries; tried++) {
            drain();
            if (so.getAsBoolean()) {
                return true;
            }
            clock.pause();
        }
        return false;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().get(0)));
            GiteaSignature signature = new GiteaSignature(Optional.of(SECRET), Optional.empty());
            if (new GiteaWebhooks().receive(headers, body, signature) instanceof Accepted accepted) {
                krate.inbox()
                        .receive(Incoming.by("acme", "acme", "gitea")
                                .delivery(accepted.deliveryId(), accepted.eventType())
                                .headers(accepted.headers(), "valid")
                                .body(body));
                exchange.sendResponseHeaders(202, -1);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        krate.close();
        receiver.stop(0);
    }
}
