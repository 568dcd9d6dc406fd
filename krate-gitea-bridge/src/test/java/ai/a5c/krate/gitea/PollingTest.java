package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInDelivery;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found at the forge and what is delivered late of it are decided once together. */
class PollingTest {

    private static final Duration SWEEP = Duration.ofMinutes(3);
    private static final String MENTION = "mention: \"@agent\"";
    private static final String RULE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentTriggerRule
            metadata: { name: every-word, namespace: acme }
            spec:
              lifecycleState: active
              sources: [issue-comment, pr-comment, review]
              match:
                events: [issue_comment.created, issue_comment.edited, pull_request_rejected.reviewed]
                %s
              agentStack: claude-fix
              taskKind: issue-fix
              promptTemplate: "Help with {{ workItem }}."
              untrusted: ask
              dedupePolicy: { key: "{{ repository }}:{{ text }}", window: 1s }
            """;

    private GiteaScene scene;

    @BeforeEach
    void start(@TempDir Path directory) {
        scene = new GiteaScene(directory).begun();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anEditThatIsDeliveredAfterItWasFoundIsNotDecidedOnceMore() {
        scene.apply(RULE.formatted(""));
        scene.forge.loseDeliveries(delivery -> true);
        edited();
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        deliverLate("\"edited\"");
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        assertThat(scene.deliveries())
                .filteredOn(delivery -> delivery.spec().signature().equals("valid"))
                .singleElement()
                .satisfies(late -> {
                    assertThat(late.status().decision()).isEqualTo("superseded");
                    assertThat(late.status().reasons().get(0).code()).isEqualTo("SeenChanged");
                });
    }

    @Test
    void anEditThatAsksIsHeardLateIfWhatWasFoundAskedForNothing() {
        scene.apply(RULE.formatted(MENTION));
        scene.forge.loseDeliveries(delivery -> true);
        edited();
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class)).isEmpty();
        deliverLate("\"edited\"");
        deliverLate("\"created\"");
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class))
                .extracting(execution -> execution.spec().decision())
                .containsExactly(Decision.CREATED);
    }

    @Test
    void ofAnEditThatWasDeliveredNothingIsFound() {
        scene.apply(RULE.formatted(MENTION));
        scene.forge.loseDeliveries(delivery -> delivery.body().contains("\"action\":\"created\""));
        edited();
        scene.settle();
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        assertThat(signatures()).containsExactly("valid");
    }

    @Test
    void aReviewWhoseDeliveryIsLostIsFoundAndDecidedOnce() {
        scene.apply(RULE.formatted(MENTION));
        scene.forge.loseDeliveries(delivery -> true);
        scene.forge.work().review("alice", 3, "REQUEST_CHANGES", "@agent mend this", Duration.ZERO);
        scene.pass(SWEEP);
        scene.pass(SWEEP);
        assertThat(scene.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.spec().signature()).isEqualTo("polled");
            assertThat(delivery.spec().eventType()).isEqualTo("pull_request_review_rejected");
            assertThat(delivery.status().decision()).isEqualTo("created");
        });
    }

    @Test
    void aReviewThatWasDeliveredIsNotFoundAgainThoughItIsStoredASecondLater() {
        scene.apply(RULE.formatted(MENTION));
        scene.forge.work().review("alice", 3, "REQUEST_CHANGES", "@agent mend this", Duration.ofSeconds(1));
        scene.settle();
        scene.pass(SWEEP);
        assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        assertThat(signatures()).containsExactly("valid");
    }

    private void edited() {
        long comment = scene.forge.as("alice").say(1, "well").id();
        scene.now.updateAndGet(now -> now.plusSeconds(5));
        scene.forge.as("alice").edit(comment, "@agent fix this");
    }

    private void deliverLate(String action) {
        StandInDelivery lost = scene.forge.deliveries().stream()
                .filter(delivery -> delivery.event().equals("issue_comment"))
                .filter(delivery -> !GiteaScene.isOfKrate(delivery.body()))
                .filter(delivery -> delivery.body().contains("\"action\":" + action))
                .findFirst()
                .orElseThrow();
        scene.deliver(new Capture("", Map.of("x-gitea-event", "issue_comment"), lost.body()));
    }

    private List<String> signatures() {
        return scene.deliveries().stream()
                .map(WebhookDelivery::spec)
                .map(WebhookDelivery.Spec::signature)
                .toList();
    }
}
