package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Confidential.Granted;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRecord;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewsTest {

    private static final String DENY = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentSecretGrant
            metadata: { name: stop }
            spec: { subject: { kind: organization, name: acme }, secretRef: { name: model-provider, keys: [api-key] }, purpose: model-provider-token, effect: deny }
            """;

    @TempDir
    Path directory;

    private Scenario scenario;
    private ResourceStore store;
    private Krate krate;

    @BeforeEach
    void applyTheQuickstart() {
        scenario = new Scenario(directory);
        store = new InMemoryResourceStore();
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    @Test
    void aRevocationCountsFromTheNextReviewOnWhicheverServerItWasMadeOn() {
        assertThat(review(krate).decision()).isEqualTo(Decision.ALLOWED);
        Krate another = scenario.krate(store);
        assertThat(review(another).decision()).isEqualTo(Decision.ALLOWED);
        apply(another, DENY);
        assertThat(review(krate).reasons())
                .extracting(reason -> reason.code().code())
                .containsExactly("GrantDenied");
        another.resources().delete(new ResourceKey("AgentSecretGrant", "acme", "stop"), Scenario.ALICE);
        assertThat(review(krate).decision()).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void aReviewIsCurrentUntilThePolicyChanges() {
        Desk desk = new Tenants(store).engine;
        Reviewed reviewed = new Reviews(desk).reviewed("acme", request(), Set.of());
        assertThat(desk.write(reviewed::isCurrent)).isTrue();
        scenario.pass(Duration.ofDays(1));
        assertThat(desk.write(reviewed::isCurrent)).isTrue();
        apply(krate, DENY);
        assertThat(desk.write(reviewed::isCurrent)).isFalse();
    }

    @Test
    void theRecordOfARunsReviewCanBeMadeAgain() {
        scenario.deliver(krate, "1");
        krate.drain();
        AgentDispatchRun run = Scenario.run(krate);
        String record = text(run.status().permissionRecordDigest());
        assertThat(ReviewRecord.recompute(record)).isEqualTo(record);
        assertThat(Json.readObject(record))
                .containsEntry("answerDigest", run.status().permissionSnapshotDigest())
                .containsEntry("kind", "PermissionReview");
        assertThat(record).doesNotContain(Scenario.API_KEY);
        assertThat(Scenario.all(krate, AgentDispatchAttempt.class))
                .extracting(attempt -> attempt.spec().permissionRecordDigest())
                .containsExactly(run.status().permissionRecordDigest());
    }

    @Test
    void aSecretOlderThanItsGrantAllowsIsStale() {
        scenario.secrets.changedAt(scenario.now().minus(Duration.ofDays(31)));
        assertThat(review(krate).decision()).isEqualTo(Decision.ALLOWED);
        String purpose = "purpose: model-provider-token\n  allowedRepositories";
        scenario.apply(krate, purpose, "rotationPolicy: { maxAgeDays: 30 }\n  " + purpose);
        assertThat(review(krate).reasons())
                .extracting(reason -> reason.code().code())
                .containsExactly("GrantStale");
        scenario.secrets.changedAt(scenario.now().minus(Duration.ofDays(29)));
        assertThat(review(krate).decision()).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void onlyTheVersionOfASecretThatWasAdmittedIsHandedOver() {
        Desk desk = new Desk(new Ports(
                store,
                scenario.blobs,
                scenario.secrets,
                scenario.repositories,
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                scenario::now,
                KrateListener.NONE,
                "test"));
        PermissionReview admitted = new Reviews(desk).review("acme", request(), Set.of());
        Confidential confidential = new Confidential(desk);
        assertThat(confidential.granted(admitted))
                .contains(new Granted(Map.of("ANTHROPIC_API_KEY", Scenario.API_KEY), Map.of()));
        scenario.secrets.with("acme", "model-provider", "api-key", "sk-model-rotated-5b4a39281706");
        assertThat(confidential.granted(admitted)).isEmpty();
        PermissionReview again = new Reviews(desk).review("acme", request(), Set.of());
        assertThat(again.snapshotDigest()).isNotEqualTo(admitted.snapshotDigest());
        assertThat(confidential.granted(again))
                .contains(new Granted(Map.of("ANTHROPIC_API_KEY", "sk-model-rotated-5b4a39281706"), Map.of()));
    }

    @Test
    void whatOnlyAGrantNamesIsRedactedAsWell() {
        scenario.secrets.with("acme", "search-index", "token", "index-token-5f6e7d8c9b0a");
        apply(
                krate,
                DENY.replace("name: stop", "name: index")
                        .replace("effect: deny", "effect: allow")
                        .replace("name: model-provider", "name: search-index")
                        .replace("keys: [api-key]", "keys: [token]"));
        Desk desk = new Desk(new Ports(
                store,
                scenario.blobs,
                scenario.secrets,
                scenario.repositories,
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                scenario::now,
                KrateListener.NONE,
                "test"));
        assertThat(new Confidential(desk)
                        .redactor("acme")
                        .redact("it is index-token-5f6e7d8c9b0a")
                        .text())
                .doesNotContain("5f6e7d8c9b0a");
    }

    private PermissionReview review(Krate server) {
        return server.reviews().review("acme", request(), Set.of());
    }

    private ReviewRequest request() {
        return new ReviewRequest(
                "acme",
                "acme/app",
                Optional.of("main"),
                Optional.empty(),
                "alice",
                Scenario.all(krate, AgentStack.class).get(0).metadata().name(),
                Source.ISSUE_COMMENT,
                TaskKind.ISSUE_FIX,
                "",
                Trust.TRUSTED,
                Moment.DRY_RUN);
    }

    private String text(String digest) {
        return new String(scenario.blobs.get(new Digest(digest)).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static void apply(Krate server, String yaml) {
        Documents.read(yaml).forEach(document -> server.resources().apply(document, "acme", Scenario.ALICE));
    }
}
