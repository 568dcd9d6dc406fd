package ai.a5c.krate.gitea;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.testkit.ScriptedRuntime;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The quickstart's resources, an engine in memory, and a stand-in forge whose hook calls it; both by a clock that is set.
 *
 * <p>It is set to a time that is not near: the stand-in's HTTP server dates its answers by the machine's clock.
 */
final class GiteaScene implements AutoCloseable {

    static final String NAMESPACE = "acme";
    private static final String SECRET = "a-secret-of-the-scene";
    private static final String TOKEN = "a-token-of-the-scene";
    private static final Caller PERSON = new Caller("alice", Caller.Road.API, true, Set.of());

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2126-11-20T12:00:00Z"));
    final StandInGitea forge;
    final ConcurrentLinkedQueue<KrateEvent> events = new ConcurrentLinkedQueue<>();
    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final InMemoryBlobStore blobs = new InMemoryBlobStore();
    private final FakeRepositories repositories;
    private final Set<String> earlier = new HashSet<>();
    private final HttpServer receiver;

    /** The commit that main is at. */
    final String main;

    Krate krate;

    GiteaScene(Path directory) {
        this(directory, Duration.ZERO);
    }

    /** With a forge whose clock is {@code skew} ahead of Krate's. */
    GiteaScene(Path directory, Duration skew) {
        this(directory, skew, StandInVersion.BUILT);
    }

    /** With a forge of that version. */
    GiteaScene(Path directory, Duration skew, StandInVersion version) {
        forge = StandInGitea.start(StandInGitea.Config.of(secret(TOKEN))
                .at(() -> time().plus(skew))
                .like(version));
        try {
            repositories = new FakeRepositories(directory);
            main = repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "hello\n"));
            krate = start();
            for (String file : List.of("organization", "repository", "agent")) {
                applyExample(file);
            }
            receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            receiver.createContext("/hooks", this::receive);
            receiver.start();
            hook();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Instant time() {
        return Objects.requireNonNull(now.get());
    }

    /** A server that has just been started on the same store. */
    Krate start() {
        return Krate.builder()
                .store(store, blobs)
                .secrets(
                        new MemorySecrets()
                                .with(NAMESPACE, "gitea-bot", "token", TOKEN)
                                .with(NAMESPACE, "gitea-webhook", "secret", SECRET)
                                .with(NAMESPACE, "model-provider", "api-key", "sk-model-9f8e7d6c5b4a"),
                        MacKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .repositories(repositories)
                .runtime(new ScriptedRuntime("process", Set.of(Capability.CANCEL, Capability.STRUCTURED_EVENTS)))
                .source(new GiteaSource(this::time))
                .predicates(new CelPredicates())
                .target((remotes, forges) -> new GiteaTarget(forges))
                .listener(events::add)
                .clock(this::time)
                .build();
    }

    /** What is there already is looked through; then the rule comes, so that nothing of it has started anything. */
    GiteaScene begun() {
        krate.reconcile();
        pass(Duration.ofMinutes(3));
        all(WebhookDelivery.class)
                .forEach(delivery -> earlier.add(delivery.metadata().name()));
        applyExample("rule");
        return this;
    }

    /** The deliveries since then, without those of what Krate itself says. */
    List<WebhookDelivery> deliveries() {
        return all(WebhookDelivery.class).stream()
                .filter(delivery -> !earlier.contains(delivery.metadata().name()))
                .filter(delivery -> !isOfKrate(delivery))
                .toList();
    }

    private boolean isOfKrate(WebhookDelivery delivery) {
        return isOfKrate(
                new String(blobs.get(new Digest(delivery.spec().bodyDigest())).orElseThrow(), StandardCharsets.UTF_8));
    }

    /** Whether a delivery tells of a comment by Krate's own account. */
    static boolean isOfKrate(String body) {
        Map<String, Object> comment = JsonApi.asObject(Json.readObject(body).get("comment"));
        return "claude-bot".equals(JsonApi.asObject(comment.get("user")).get("login"));
    }

    private void applyExample(String file) {
        try {
            apply(Files.readString(Path.of("../examples/quickstart/resources/" + file + ".yaml"))
                    .replace("https://gitea.example.com", forge.baseUrl()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void apply(String text) {
        Documents.read(text).forEach(document -> krate.resources().apply(document, NAMESPACE, PERSON));
    }

    /** Registers Krate's hook as a person would. */
    private void hook() {
        call(
                "POST",
                "/repos/acme/app/hooks",
                Map.of(
                        "type",
                        "gitea",
                        "active",
                        true,
                        "events",
                        List.of("issues", "pull_request", "push"),
                        "config",
                        Map.of(
                                "url",
                                "http://127.0.0.1:%d/hooks"
                                        .formatted(receiver.getAddress().getPort()),
                                "content_type",
                                "json",
                                "secret",
                                SECRET)));
    }

    private void call(String method, String path, Map<String, Object> body) {
        try {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(forge.baseUrl() + "/api/v1" + path))
                                    .header("Authorization", "token " + TOKEN)
                                    .method(method, BodyPublishers.ofString(Json.write(body)))
                                    .build(),
                            BodyHandlers.discarding());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().get(0)));
            GiteaSignature signature = new GiteaSignature(Optional.of(secret(SECRET)), Optional.empty());
            if (new GiteaWebhooks().receive(headers, body, signature) instanceof Accepted accepted) {
                krate.inbox()
                        .receive(Incoming.by("acme", NAMESPACE, "gitea")
                                .delivery(accepted.deliveryId(), accepted.eventType())
                                .headers(accepted.headers(), "valid")
                                .body(body));
                exchange.sendResponseHeaders(202, -1);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    /** Has a delivery arrive that the stand-in does not make. */
    void deliver(Capture capture) {
        krate.inbox()
                .receive(Incoming.by("acme", NAMESPACE, "gitea")
                        .delivery("captured-" + Digest.of(capture.body()).hex(), capture.header("x-gitea-event"))
                        .headers(Map.of("x-gitea-event", capture.header("x-gitea-event")), "valid")
                        .body(capture.bytes()));
        settle();
    }

    /** Lets deliveries arrive and everything be done that is due. */
    void settle() {
        forge.deliveries();
        krate.drain();
    }

    /** Lets time pass in steps, and everything be done that becomes due. */
    void pass(Duration time) {
        Duration step = Duration.ofSeconds(30);
        for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(step)) {
            now.updateAndGet(instant -> instant.plus(step));
            settle();
        }
    }

    <R extends Resource> List<R> all(Class<R> kind) {
        return store.list(Query.of(kind.getSimpleName(), NAMESPACE).limit(1_000)).items().stream()
                .map(stored -> kind.cast(ResourceCodec.read(
                        KindRegistry.named(kind.getSimpleName()).orElseThrow(), Json.readObject(stored.document()))))
                .toList();
    }

    static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        krate.close();
        receiver.stop(0);
        forge.close();
    }
}
