package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is another request although it is near: in time, in task, in stack, in whom it speaks to. */
class JoinLimitsTest extends Joining {

    @Test
    void afterTheWindowTheSameIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, LABELLED);
        krate.drain();
        scenario.pass(Duration.ofMinutes(30).minusNanos(1));
        scenario.deliver(krate, FAILED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        scenario.pass(Duration.ofNanos(1));
        scenario.deliver(krate, ASSIGNED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
    }

    @Test
    void aClockThatIsSetBackMakesNoSecondRun() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, LABELLED);
        krate.drain();
        scenario.pass(Duration.ofHours(-5));
        scenario.deliver(krate, FAILED);
        krate.drain();
        assertThat(all(krate, WebhookDelivery.class)).hasSize(2);
        scenario.pass(Duration.ofHours(5));
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void anotherTaskOrAnotherStackIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: review-label, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [label]
                          match: { labels: { any: ["agent:fix"] }, actors: { permission: write } }
                          agentStack: claude-fix
                          taskKind: review
                        """).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.deliver(krate, LABELLED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().triggerRule())
                .containsExactlyInAnyOrder("on-label", "review-label");
    }

    @Test
    void oneEventThatTwoRulesOfOneTaskFitIsOneRun() {
        Krate krate = krate(new InMemoryResourceStore());
        rule(krate, "on-label-too", "label", "{ labels: { any: [\"agent:fix\"] }, actors: { permission: write } }");
        scenario.deliver(krate, LABELLED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        assertThat(all(krate, AgentDispatchRun.class).get(0).spec().joined())
                .extracting(Joined::rule)
                .containsExactly("on-label", "on-label-too");
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(2);
    }

    @Test
    void aSecondCommentThatSpeaksToAnotherRuleIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        rule(krate, "on-other-mention", "pr-comment", "{ mention: \"@reviewer\" }");
        scenario.deliver(krate, MENTIONED);
        krate.drain();
        scenario.pass(Duration.ofMinutes(1));
        scenario.deliver(
                krate,
                event("asked-again", Source.PR_COMMENT, "issue_comment.created")
                        .workItem(PULL)
                        .text(new Text("@reviewer look at the tests instead", "", "2"))
                        .mentions(List.of("@reviewer"))
                        .build());
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().triggerRule())
                .containsExactlyInAnyOrder("claude-mention", "on-other-mention");
    }

    @Test
    void aCancelledRunHoldsNothingBack() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, MENTIONED);
        krate.drain();
        krate.runs()
                .cancel(
                        NAMESPACE,
                        all(krate, AgentDispatchRun.class).get(0).metadata().name(),
                        ALICE);
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(20));
        }
        assertThat(all(krate, AgentDispatchRun.class).get(0).status().phase()).isEqualTo(RunPhase.CANCELLED);
        scenario.deliver(krate, ASSIGNED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
    }
}
