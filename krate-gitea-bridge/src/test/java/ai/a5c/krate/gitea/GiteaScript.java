package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The script of the captures, against any Gitea: somebody opens an issue and asks, a run answers after an approval, a pull
 * request is opened, reviewed and pushed to.
 */
final class GiteaScript implements AutoCloseable {

    private static final Caller PERSON = new Caller("maintainer", Caller.Road.API, true, Set.of());
    private static final SecretValue SECRET = secret("a-secret-of-the-script");
    private static final int TRIES = 150;

    private final Forge forge;
    private final Person person;
    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final Krate krate;
    private final HttpServer receiver;

    /** Somebody who may write to the repository and is not Krate, at work. */
    interface Person {

        long open(String title, String body);

        void say(long number, String text);

        long openPull(String title, String body);

        void push(long pull);

        void review(long pull, String text);

        /** All comments of an issue or pull request. */
        List<String> comments(long number);
    }

    GiteaScript(Path directory, Forge forge, Person person) throws IOException {
        this.forge = forge;
        this.person = person;
        FakeRepositories repositories = new FakeRepositories(directory.resolve("repositories"));
        repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "hello\n"));
        krate = Krate.builder()
                .store(store, new InMemoryBlobStore())
                .secrets(
                        new MemorySecrets()
                                .with(
                                        "acme",
                                        "gitea-bot",
                                        "token",
                                        forge.credential().orElseThrow().revealText())
                                .with("acme", "model-provider", "api-key", "sk-model-9f8e7d6c5b4a"),
                        MacKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .repositories(repositories)
                .runtime(new ScriptedRuntime("process", Set.of(Capability.CANCEL, Capability.STRUCTURED_EVENTS)))
                .source(new GiteaSource())
                .predicates(new CelPredicates())
                .target((remotes, forges) -> new GiteaTarget(forges))
                .build();
        for (String file : List.of("organization", "repository", "agent", "rule")) {
            apply(Files.readString(Path.of("../examples/quickstart/resources/" + file + ".yaml")));
        }
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks", this::receive);
        receiver.start();
    }

    private void apply(String text) {
        String here = text.replace("https://gitea.example.com", forge.baseUrl())
                .replace(
                        "    owner: acme\n    name: app\n",
                        "    owner: %s\n    name: %s\n".formatted(forge.owner(), forge.name()))
                .replace("\"acme/*\"", "\"%s/*\"".formatted(forge.owner()))
                .replace("[\"acme/app\"]", "[\"%s/%s\"]".formatted(forge.owner(), forge.name()));
        Documents.read(here).forEach(document -> krate.resources().apply(document, "acme", PERSON));
    }

    /** Plays it from the beginning to the end. */
    void play() {
        connect();
        long issue = person.open("Crash on start", "It crashes.\n\n@claude fix this");
        until("the issue is decided", () -> decided("issues").contains("created"));
        until("somebody is asked", () -> !pending().isEmpty());
        approve();
        until(
                "the agent has answered at the issue",
                () -> person.comments(issue).stream().anyMatch(text -> text.contains("<!-- krate")));
        person.say(issue, "thank you");
        until("the comment is decided", () -> decided("issue_comment").contains("unmatched"));
        until("Krate's own comment came back", () -> decided("issue_comment").size() >= 2);
        long pull = person.openPull("Fix it", "Fixes the crash.");
        until("the pull request is known", () -> !head(pull).isEmpty());
        person.say(pull, "looks good so far");
        until(
                "the comment is told as one on a pull request",
                () -> !decided("pull_request_comment").isEmpty());
        person.review(pull, "one remark");
        until(
                "the review is told",
                () -> !decided("pull_request_review_comment").isEmpty());
        String before = head(pull);
        person.push(pull);
        until("the other head is known", () -> !head(pull).equals(before));
        assertThat(krate.store().list(Query.of("AgentDispatchRun", "acme")).items())
                .as("one request, one run")
                .hasSize(1);
    }

    private void connect() {
        GiteaSetup setup = new GiteaSetup(InstantSource.system());
        assertThat(setup.check(forge)).noneMatch(Finding::isBad);
        String url = "http://127.0.0.1:%d/hooks".formatted(receiver.getAddress().getPort());
        HookOrder order = new HookOrder(false, url, Optional.of(SECRET));
        assertThat(setup.connect(forge, order)).noneMatch(Finding::isBad);
        assertThat(setup.test(forge, order)).isTrue();
        until("the forge reaches us", () -> !decided("push").isEmpty());
    }

    private void approve() {
        AgentApproval asked = pending().get(0);
        krate.approvals()
                .decide(
                        new ApprovalDesk.Request(
                                "acme",
                                asked.metadata().name(),
                                true,
                                List.of(),
                                "looks right",
                                asked.spec().bindingDigest()),
                        PERSON);
    }

    private List<AgentApproval> pending() {
        return all(AgentApproval.class).stream()
                .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                .toList();
    }

    /** What became of the deliveries of a type. */
    private List<String> decided(String type) {
        return all(WebhookDelivery.class).stream()
                .filter(delivery -> delivery.spec().eventType().equals(type))
                .map(delivery -> delivery.status().decision())
                .filter(decision -> !decision.isEmpty())
                .toList();
    }

    private String head(long pull) {
        return all(PullRequest.class).stream()
                .filter(known -> known.spec().number() == pull)
                .map(known -> known.spec().head().sha())
                .findFirst()
                .orElse("");
    }

    private <R extends Resource> List<R> all(Class<R> kind) {
        return store.list(Query.of(kind.getSimpleName(), "acme").limit(1_000)).items().stream()
                .map(stored -> kind.cast(ResourceCodec.read(
                        KindRegistry.named(kind.getSimpleName()).orElseThrow(), Json.readObject(stored.document()))))
                .toList();
    }

    private void until(String what, BooleanSupplier reached) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                krate.drain();
                if (reached.getAsBoolean()) {
                    return;
                }
                never.await(200, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(what + ": not in time; deliveries: "
                + all(WebhookDelivery.class).stream()
                        .map(delivery -> "%s %s %s"
                                .formatted(
                                        delivery.spec().eventType(),
                                        delivery.status().decision(),
                                        delivery.status().reasons()))
                        .toList());
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
