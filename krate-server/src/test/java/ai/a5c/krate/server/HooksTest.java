package ai.a5c.krate.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.config.local.LocalConfigMaps;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.http.HookAnswer;
import ai.a5c.krate.server.observe.Metrics;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A captured delivery at the door: what is kept in the ledger, and what never reaches it. */
class HooksTest {

    private static final Path COMMENT =
            Path.of("../krate-gitea-bridge/src/test/resources/gitea/captures/0006_issue_comment_created.json");

    private LocalSecrets secrets;
    private Krate krate;
    private Hooks hooks;
    private final Map<String, String> headers = new TreeMap<>();
    private byte[] body;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        secrets = new LocalSecrets(root);
        krate = Krate.builder()
                .store(new InMemoryResourceStore(), new InMemoryBlobStore())
                .secrets(secrets, MacKey.of(new byte[32]))
                .configs(new LocalConfigMaps(root))
                .repositories(new FakeRepositories(root.resolve("repositories")))
                .source(new GiteaSource())
                .predicates(new CelPredicates())
                .build();
        Documents.read("""
                {apiVersion: krate.a5c.ai/v1alpha1, kind: Organization, metadata: {name: acme}, spec: {slug: acme, namespaceName: acme}}
                ---
                {apiVersion: krate.a5c.ai/v1alpha1, kind: OrgNamespaceBinding, metadata: {name: acme}, spec: {organizationRef: acme, namespace: acme}}
                """)
                .forEach(document -> krate.resources().apply(document, ResourceDesk.INSTALLATION, Caller.SYSTEM));
        signedWith("current: {name: hook, key: now}");
        secrets.set("acme", "hook", "now", value("s3cr3t"));
        hooks = new Hooks(krate, secrets, new Metrics());
        Map<String, Object> capture = Json.readObject(Files.readAllBytes(COMMENT));
        ((Map<?, ?>) Objects.requireNonNull(capture.get("headers")))
                .forEach((name, sent) -> headers.put(String.valueOf(name), String.valueOf(sent)));
        body = String.valueOf(capture.get("bodyRaw")).getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void close() {
        krate.close();
    }

    @Test
    void oneDeliveryIsKeptHoweverOftenItArrives() {
        HookAnswer first = call();
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.duplicate()).isFalse();
        for (int i = 0; i < 5; i++) {
            HookAnswer again = call();
            assertThat(again.delivery()).isEqualTo(first.delivery());
            assertThat(again.duplicate()).isTrue();
        }
        assertThat(ledger()).singleElement().satisfies(kept -> {
            assertThat(kept.spec().signature()).isEqualTo("valid");
            assertThat(kept.spec().headers())
                    .doesNotContainKeys("authorization", "x-gitea-signature", "x-hub-signature-256");
        });
    }

    @Test
    void theReplayButtonsDeliveryIsAnotherCallAboutTheSameEvent() {
        call();
        headers.put("X-Gitea-Delivery", "0f0a4c5e-0000-4000-8000-000000000001");
        assertThat(call().duplicate()).isFalse();
        krate.drain();
        assertThat(ledger())
                .hasSize(2)
                .extracting(kept -> kept.status().sourceEvent())
                .containsOnly(uid());
    }

    @Test
    void whatIsNotAuthenticNeverReachesTheLedger() {
        String right = Objects.requireNonNull(headers.get("X-Gitea-Signature"));
        for (String wrong : List.of("", "0".repeat(64), right.substring(1), right.toUpperCase(Locale.ROOT))) {
            headers.put("X-Gitea-Signature", wrong);
            headers.put("X-Hub-Signature-256", "sha256=" + wrong);
            assertThat(call().status()).isEqualTo(401);
        }
        headers.put("X-Gitea-Signature", right);
        headers.put("X-Hub-Signature-256", "sha256=" + right);
        body[body.length / 2] ^= 1;
        assertThat(call().status()).isEqualTo(401);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void theSecretOfBeforeCountsUntilItIsTakenOut() {
        secrets.set("acme", "hook", "next", value("another-secret"));
        signedWith("current: {name: hook, key: next}, previous: {name: hook, key: now}");
        assertThat(call().status()).isEqualTo(202);
        assertThat(ledger())
                .singleElement()
                .satisfies(kept -> assertThat(kept.spec().signature()).isEqualTo("valid-previous"));
        signedWith("current: {name: hook, key: next}");
        headers.put("X-Gitea-Delivery", "0f0a4c5e-0000-4000-8000-000000000002");
        assertThat(call().status()).isEqualTo(401);
    }

    @Test
    void aSubscriptionWhoseSecretIsMissingOrEmptyLetsNobodyIn() {
        signedWith("current: {name: hook, key: nowhere}");
        headers.put("X-Gitea-Signature", MacKey.of(new byte[] {0}).sign(body));
        assertThat(call().status()).isEqualTo(401);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void anotherSubscriptionIsAnsweredLikeOneThatIsNotThere() {
        assertThat(hooks.handle("gitea", "acme", "unknown", headers, body).status())
                .isEqualTo(
                        hooks.handle("gitea", "nowhere", "gitea", headers, body).status())
                .isEqualTo(401);
    }

    private String uid() {
        Map<String, String> kept = Map.of("x-gitea-event", "issue_comment");
        ForgeDelivery delivery = new ForgeDelivery("acme", "any", kept, new String(body, StandardCharsets.UTF_8));
        return new GiteaSource().read(delivery).event().orElseThrow().uid();
    }

    private HookAnswer call() {
        return hooks.handle("gitea", "acme", "gitea", headers, body);
    }

    private List<WebhookDelivery> ledger() {
        return krate.resources().all(WebhookDelivery.class, "acme");
    }

    private void signedWith(String signing) {
        Documents.read("""
                {apiVersion: krate.a5c.ai/v1alpha1, kind: WebhookSubscription, metadata: {name: gitea},
                 spec: {events: ["*"], signing: {%s}}}
                """.formatted(signing))
                .forEach(document -> krate.resources().apply(document, "acme", Caller.SYSTEM));
    }

    private static SecretValue value(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
