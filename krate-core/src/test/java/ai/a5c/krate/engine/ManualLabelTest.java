package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchAnswer.Denied;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.review.ReasonCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which context labels a request may name, and whose review they need. */
class ManualLabelTest extends ManualDispatch {

    @Test
    void aLabelMustBeAdmittedForStackRepositoryAndSource() {
        assertThat(((Denied) ask(ALICE, "contextLabels", List.of("careful")))
                        .review()
                        .reasons())
                .extracting(reason -> reason.message())
                .containsExactly("there is no context label 'careful'; create the AgentContextLabel or name another");
        apply(LABEL + "  allowedStacks: [other]\n");
        assertThat(((Denied) ask(ALICE, "contextLabels", List.of("careful")))
                        .review()
                        .reasons())
                .extracting(reason -> reason.code())
                .containsExactly(ReasonCode.CONTEXT_LABEL_NOT_ALLOWED);
        apply(LABEL + "  allowedRepositories: [acme/other]\n");
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Denied.class);
        apply(LABEL.replace("manual", "ci"));
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Denied.class);
        apply(LABEL);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Accepted.class);
    }

    @Test
    void aLabelThatWantsAReviewCountsOnlyOnceAReviewerHasSavedIt() {
        String label = LABEL + "  requiresReview: true\n  reviewers: [bob]\n";
        Caller carol = new Caller("carol", Caller.Road.API, false, Set.of("acme"));
        apply(label);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Accepted.class);
        String changed = label.replace("Never", "Always");
        save(changed, carol);
        assertThat(((Denied) ask(ALICE, "contextLabels", List.of("careful")))
                        .review()
                        .reasons())
                .extracting(reason -> reason.message())
                .containsExactly(
                        "context label 'careful' has not been reviewed as it stands; have one of its reviewers save it");
        save(changed, carol);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Denied.class);
        save(changed, BOB);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Accepted.class);
        String usurped = changed.replace("[bob]", "[carol]");
        save(usurped, carol);
        save(usurped, carol);
        save(usurped.replace("true", "false"), carol);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Denied.class);
        save(usurped, ALICE);
        assertThat(ask(ALICE, "contextLabels", List.of("careful"))).isInstanceOf(Accepted.class);
    }

    private void save(String yaml, Caller caller) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, NAMESPACE, caller));
    }

    @Test
    void aLabelOfTheRunIsReviewedAgainAtLaunch() {
        apply(LABEL);
        AgentDispatchRun queued = run("contextLabels", List.of("careful"));
        apply(LABEL + "  allowedStacks: [other]\n");
        krate.drain();
        AgentDispatchRun blocked = Scenario.run(krate);
        assertThat(blocked.metadata().name()).isEqualTo(queued.metadata().name());
        assertThat(blocked.status().phase()).isEqualTo(RunPhase.BLOCKED);
        assertThat(blocked.status().terminalReason().message()).contains("ContextLabelNotAllowed");
    }
}
