package ai.a5c.krate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.config.local.LocalConfigMaps;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.http.HookAnswer;
import ai.a5c.krate.server.observe.Metrics;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.JenkinsSource;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of a Jenkins at the door: what is kept, and what is refused with words. */
class JenkinsHookTest {

    private static final Path REPORT = Path.of("../krate-core/src/test/resources/jenkins/pipeline.json");

    private final ResourceStore store = new InMemoryResourceStore();
    private final BlobStore blobs = new InMemoryBlobStore();
    private LocalSecrets secrets;
    private Krate krate;
    private Krate other;
    private byte[] body;
    private String reported;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        secrets = new LocalSecrets(root);
        krate = krate(root.resolve("one"));
        other = krate(root.resolve("two"));
        Documents.read("""
                {apiVersion: krate.a5c.ai/v1alpha1, kind: Organization, metadata: {name: acme}, spec: {slug: acme, namespaceName: acme}}
                ---
                {apiVersion: krate.a5c.ai/v1alpha1, kind: OrgNamespaceBinding, metadata: {name: acme}, spec: {organizationRef: acme, namespace: acme}}
                """)
                .forEach(document -> krate.resources().apply(document, ResourceDesk.INSTALLATION, Caller.SYSTEM));
        subscription("current: {name: jenkins, key: now}, previous: {name: jenkins, key: before}");
        secrets.set("acme", "jenkins", "now", value("s3cr3t"));
        secrets.set("acme", "jenkins", "before", value("0ld"));
        body = Files.readAllBytes(REPORT);
        reported = BuildReport.read(body).deliveryId();
    }

    private Krate krate(Path root) {
        return Krate.builder()
                .store(store, blobs)
                .secrets(secrets, MacKey.of(new byte[32]))
                .configs(new LocalConfigMaps(root))
                .repositories(new FakeRepositories(root))
                .source(new JenkinsSource())
                .predicates(new CelPredicates())
                .build();
    }

    @AfterEach
    void close() {
        krate.close();
        other.close();
    }

    private void subscription(String signing) {
        Documents.read("""
                {apiVersion: krate.a5c.ai/v1alpha1, kind: WebhookSubscription, metadata: {name: jenkins},
                 spec: {forge: jenkins, events: ["*"], signing: {%s}}}
                """.formatted(signing))
                .forEach(document -> krate.resources().apply(document, "acme", Caller.SYSTEM));
    }

    private static SecretValue value(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> headers(String secret) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-krate-event", "build");
        headers.put("x-krate-delivery", reported);
        headers.put(
                "x-hub-signature-256",
                "sha256=" + MacKey.of(secret.getBytes(StandardCharsets.UTF_8)).sign(body));
        return headers;
    }

    private HookAnswer call(Krate at, Map<String, String> headers) {
        return new Hooks(at, secrets, new Metrics()).handle("jenkins", "acme", "jenkins", headers, body);
    }

    private List<WebhookDelivery> ledger() {
        return krate.resources().all(WebhookDelivery.class, "acme");
    }

    @Test
    void aReportIsKeptOnceUnderEitherSecret() {
        HookAnswer first = call(krate, headers("s3cr3t"));
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.duplicate()).isFalse();
        HookAnswer again = call(krate, headers("0ld"));
        assertThat(again.duplicate()).isTrue();
        assertThat(again.delivery()).isEqualTo(first.delivery());
        assertThat(ledger()).singleElement().satisfies(kept -> {
            assertThat(kept.spec().eventType()).isEqualTo("build");
            assertThat(kept.spec().headers()).doesNotContainKey("x-hub-signature-256");
        });
    }

    @Test
    void whoIsNotAuthenticLearnsNothing() {
        assertThat(call(krate, headers("wrong")).status()).isEqualTo(401);
        Map<String, String> unsigned = headers("s3cr3t");
        unsigned.remove("x-hub-signature-256");
        assertThat(call(krate, unsigned).status()).isEqualTo(401);
        Hooks hooks = new Hooks(krate, secrets, new Metrics());
        for (String kind : List.of("gitea", "generic")) {
            assertThat(hooks.handle(kind, "acme", "jenkins", headers("s3cr3t"), body)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(hooks.handle("jenkins", "globex", "jenkins", headers("s3cr3t"), body)
                        .status())
                .isEqualTo(401);
        body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(call(krate, headers("wrong")).status()).isEqualTo(401);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aReportThatCannotBeReadIsRefusedWithTheMembersName() {
        body = "{\"version\": 1}".getBytes(StandardCharsets.UTF_8);
        HookAnswer answer = call(krate, headers("s3cr3t"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidReport");
        assertThat(answer.message()).isEqualTo("$.controller: expected an object");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void theDeliveryIdIsTheReportsOwn() {
        Map<String, String> headers = headers("s3cr3t");
        headers.put("x-krate-delivery", "0f0a4c5e-0000-4000-8000-000000000001");
        HookAnswer answer = call(krate, headers);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("the header X-Krate-Delivery is not the report's own id");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void twoServersKeepOneOfTheSameReportTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<HookAnswer>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Krate at = i % 2 == 0 ? krate : other;
                calls.add(() -> call(at, headers("s3cr3t")));
            }
            int fresh = 0;
            for (Future<HookAnswer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(202);
                fresh += answer.get().duplicate() ? 0 : 1;
            }
            assertThat(fresh).isEqualTo(1);
            assertThat(ledger()).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aSubscriptionForAJenkinsNeedsASecret() {
        assertThatThrownBy(() -> subscription("")).hasMessageContaining("signing");
    }
}
