package ai.a5c.krate.server.demo;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real servers over one PostgreSQL that syncs what it commits: what arrives at both at once is decided once. */
class TwoServersIT {

    private static final String TOKEN = "stand-in-token-for-two-servers";
    private static final String RUNS = "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/";
    private static final int COPIES = 64;
    private static final Duration END = Duration.ofMinutes(2);

    @TempDir
    private Path root;

    private EmbeddedPostgres postgres;
    private StandInGitea forge;
    private String token;
    private final List<ServerProcess> servers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        forge = StandInGitea.start(StandInGitea.Config.of(secret(TOKEN)));
        Path first = root.resolve("first");
        DemoRepository repository = DemoRepository.make(home().resolve("examples/quickstart/app"), root);
        token = prepare(first, repository);
        Path second = root.resolve("second");
        share(first, second);
        for (Path data : List.of(first, second)) {
            servers.add(new ServerProcess(data, "--database-url", url(), "--database-user", "postgres"));
        }
        servers.forEach(ServerProcess::awaitReady);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (ServerProcess server : servers) {
            server.stop();
        }
        forge.close();
        postgres.close();
    }

    @Test
    void oneDeliveryThatArrives64TimesAtOnceIsOneDeliveryOneExecutionOfEachRuleAndOneRun() throws Exception {
        Sent comment = new Sent("issue_comment", mention());
        List<Callable<Integer>> copies = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            ServerProcess server = servers.get(i % servers.size());
            copies.add(() -> server.deliver(comment.headers("the-same"), comment.bytes()));
        }
        assertThat(atOnce(copies)).containsOnly(202);
        awaitDecided(1);
        assertThat(sent()).hasSize(1);
        assertThat(items("agenttriggerexecutions").stream().collect(groupingBy(one -> text(one, "spec.triggerRule"))))
                .containsOnlyKeys("claude-mention", "mention-too")
                .allSatisfy((rule, executions) -> assertThat(executions).hasSize(1));
        assertThat(items("agentdispatchruns")).hasSize(1);
        assertThat(joined()).containsExactlyInAnyOrder("claude-mention", "mention-too");
    }

    @Test
    void fourKindsOfEventsOfOneRequestAtOnceAreOneRun() throws Exception {
        List<Sent> four = List.of(
                new Sent("issue_comment", mention()),
                new Sent("pull_request", pull("assigned", List.of())),
                new Sent("pull_request", pull("label_updated", List.of(Map.of("name", "agent:fix")))),
                new Sent("workflow_run", failure()));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < four.size() * servers.size(); i++) {
            Sent sent = four.get(i / servers.size());
            String id = "kind-" + i / servers.size();
            ServerProcess server = servers.get(i % servers.size());
            calls.add(() -> server.deliver(sent.headers(id), sent.bytes()));
        }
        assertThat(atOnce(calls)).containsOnly(202);
        awaitDecided(4);
        assertThat(items("agentdispatchruns")).hasSize(1);
        assertThat(joined())
                .containsExactlyInAnyOrder("claude-mention", "mention-too", "on-assignment", "on-label", "on-failure");
        assertThat(items("agenttriggerexecutions").stream()
                        .map(one -> text(one, "spec.dispatchRun"))
                        .collect(toSet()))
                .containsExactly(text(items("agentdispatchruns").get(0), "metadata.name"));
    }

    /** The rules by which the one run was asked for. */
    private List<String> joined() throws IOException, InterruptedException {
        Map<String, Object> run = document(items("agentdispatchruns").get(0));
        return document(run.getOrDefault("spec", Map.of())).get("joined") instanceof List<?> all
                ? all.stream().map(one -> text(one, "rule")).toList()
                : List.of();
    }

    private void awaitDecided(int deliveries) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(END);
        List<String> phases = List.of();
        while (Instant.now().isBefore(deadline)) {
            phases = sent().stream().map(one -> text(one, "status.phase")).toList();
            if (phases.size() == deliveries && phases.stream().allMatch("decided"::equals)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new AssertionError("the deliveries are " + phases);
    }

    /** The deliveries, without those of what the servers found at the forge by themselves: what they say there. */
    private List<?> sent() throws IOException, InterruptedException {
        return items("webhookdeliveries").stream()
                .filter(one -> !text(one, "spec.deliveryId").startsWith("polled-"))
                .toList();
    }

    private List<?> items(String plural) throws IOException, InterruptedException {
        return servers.get(0).items(token, RUNS + plural);
    }

    /** What each call answers; all begin together. */
    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CountDownLatch ready = new CountDownLatch(calls.size());
            List<Future<Integer>> answers = new ArrayList<>();
            for (Callable<Integer> call : calls) {
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return call.call();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Object> mention() throws IOException, InterruptedException {
        Map<String, Object> pull = asked("/repos/acme/app/pulls/3");
        Map<String, Object> comment =
                Map.of("id", 9_001, "body", "@claude fix this", "user", alice(), "updated_at", "2026-11-22T12:00:00Z");
        Map<String, Object> issue = new LinkedHashMap<>(Map.of(
                "id", 33, "number", 3, "title", "Sum", "body", "", "labels", List.of(), "pull_request", Map.of()));
        return delivery("created", Map.of("issue", issue, "comment", comment, "is_pull", true, "pull_request", pull));
    }

    private Map<String, Object> pull(String action, List<?> labels) throws IOException, InterruptedException {
        Map<String, Object> pull = asked("/repos/acme/app/pulls/3");
        pull.put("labels", labels);
        pull.put("updated_at", "2026-11-22T12:00:01Z");
        return delivery(action, Map.of("pull_request", pull));
    }

    private Map<String, Object> failure() throws IOException, InterruptedException {
        Map<String, Object> pull = asked("/repos/acme/app/pulls/3");
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", 77);
        run.put("run_attempt", 1);
        run.put("event", "push");
        run.put("status", "completed");
        run.put("conclusion", "failure");
        run.put("name", "build");
        run.put("head_branch", Fields.text(pull, "head.ref"));
        run.put("head_sha", Fields.text(pull, "head.sha"));
        run.put("completed_at", "2026-11-22T12:00:02Z");
        run.put("pull_requests", List.of());
        return delivery("completed", Map.of("workflow_run", run));
    }

    private Map<String, Object> delivery(String action, Map<String, Object> what)
            throws IOException, InterruptedException {
        Map<String, Object> delivery = new LinkedHashMap<>(what);
        delivery.put("action", action);
        Map<String, Object> pull = asked("/repos/acme/app/pulls/3");
        delivery.put(
                "repository", document(document(pull.getOrDefault("base", "")).getOrDefault("repo", "")));
        delivery.put("sender", alice());
        return delivery;
    }

    /** Who opened the pull request, and may write. */
    private Map<String, Object> alice() throws IOException, InterruptedException {
        return document(asked("/repos/acme/app/pulls/3").getOrDefault("user", ""));
    }

    /** What the forge itself says. */
    private Map<String, Object> asked(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(forge.baseUrl() + "/api/v1" + path))
                                .header("Authorization", "token " + TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return new LinkedHashMap<>(Json.readObject(answer.body()));
    }

    /** Applies the quickstart and rules for more kinds of events; the administrator's token. */
    private String prepare(Path data, DemoRepository repository) {
        LocalSecrets secrets = new LocalSecrets(data);
        secrets.set("acme", "gitea-bot", "token", secret(TOKEN));
        secrets.set("acme", "gitea-webhook", "secret", secret("s3cr3t"));
        secrets.set("acme", "model-provider", "api-key", secret("a-key-for-two-servers"));
        Settings settings = new Settings(
                data,
                "127.0.0.1",
                0,
                new Settings.Transport.Plain(),
                Optional.of(new Postgresql(url(), "postgres", Optional.empty())),
                List.of("file", "http"),
                "text");
        try (RunningServer server = RunningServer.start(settings)) {
            ResourceDesk desk = server.krate().resources();
            new Quickstart(new DemoOptions(home(), "scripted", Optional.empty(), true), repository, forge.baseUrl())
                    .apply(desk);
            rule(desk, "mention-too", "issue-comment, pr-comment", "{ mention: \"@claude\" }");
            rule(desk, "on-assignment", "pull-request", "{ events: [pull_request.assigned] }");
            rule(desk, "on-failure", "ci", "{ events: [workflow_run.completed] }");
            rule(desk, "on-label", "label", "{ labels: { any: [\"agent:fix\"] }, actors: { permission: write } }");
            return server.firstToken().orElseThrow();
        }
    }

    private static void rule(ResourceDesk desk, String name, String sources, String match) {
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: %s, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [%s]
                          match: %s
                          agentStack: claude-fix
                          taskKind: issue-fix
                        """.formatted(name, sources, match))
                .forEach(document -> desk.apply(document, "acme", DemoWorld.PERSON));
    }

    /** The second server's directory: secrets and keys of the first one, and the same blobs. */
    private static void share(Path first, Path second) throws IOException {
        try (Stream<Path> files = Files.walk(first)) {
            for (Path file :
                    files.filter(one -> !one.startsWith(first.resolve("blobs"))).toList()) {
                Files.copy(file, second.resolve(first.relativize(file).toString()));
            }
        }
        Path blobs = Files.createDirectories(first.resolve("blobs"));
        Files.createSymbolicLink(second.resolve("blobs"), blobs);
    }

    private String url() {
        return postgres.getJdbcUrl("postgres", "postgres").split("[?]", 2)[0];
    }

    private static String text(Object item, String path) {
        return Fields.text(document(item), path);
    }

    private static Map<String, Object> document(Object item) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (item instanceof Map<?, ?> map) {
            map.forEach((key, value) -> document.put(String.valueOf(key), value));
        }
        return document;
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path home() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** A delivery that is sent more than once. */
    private record Sent(String event, Map<String, Object> body) {

        byte[] bytes() {
            return Json.write(body).getBytes(StandardCharsets.UTF_8);
        }

        Map<String, String> headers(String id) {
            return Map.of(
                    "Content-Type", "application/json",
                    "X-Gitea-Delivery", id,
                    "X-Gitea-Event", event,
                    "X-Gitea-Event-Type", event,
                    "X-Gitea-Signature", signature(bytes()));
        }

        private static String signature(byte[] bytes) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec("s3cr3t".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(bytes));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
