package io.jenkins.plugins.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.source.jenkins.BuildReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link KrateEngine} promises; an implementation extends it and says how to get one and what its agents do. */
public abstract class KrateEngineContract {

    /** An engine over the same state at every call, as after a restart of the controller where it can be restarted. */
    protected abstract KrateEngine engine();

    /** Ends the engine, so that {@link #engine} opens it again; does nothing where another process answers. */
    protected abstract void restart();

    /** A request for an agent that says {@code The cause is found.} and succeeds. */
    protected abstract DispatchOrder diagnosis(String key);

    /** A request for an agent that works until it is cancelled. */
    protected abstract DispatchOrder hanging(String key);

    /** A request whose run asks a person before it does anything. */
    protected abstract DispatchOrder asking(String key);

    /** A request for a stack that this controller may not have. */
    protected abstract DispatchOrder denied(String key);

    /** The report of a failed build of which a run is made. */
    protected abstract BuildReport report(long number);

    private RunView ended(String id) {
        Awaitility.await().until(() -> engine().run(id).phase().isFinal());
        return engine().run(id);
    }

    private RunView at(String id, Phase phase) {
        Awaitility.await().until(() -> engine().run(id).phase() == phase);
        return engine().run(id);
    }

    private static void assertFails(EngineException.Kind kind, Runnable call) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(call::run)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void aRunIsMadeOnceForAKeyAndEndsWithADiagnosis() {
        RunView first = engine().dispatch(diagnosis("one"));
        RunView again = engine().dispatch(diagnosis("one"));
        RunView other = engine().dispatch(diagnosis("two"));

        assertThat(first.decision()).isEqualTo("created");
        assertThat(first.id()).isNotEmpty().isEqualTo(again.id()).isNotEqualTo(other.id());
        RunView over = ended(first.id());
        assertThat(over.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(over.summary()).isEqualTo("The cause is found.");
        assertThat(over.artifacts()).extracting(ArtifactView::kind).contains("diagnosis");
        assertThat(new String(engine().artifact(first.id(), "diagnosis"), StandardCharsets.UTF_8))
                .isEqualTo("The cause is found.");
        String whole = over.artifacts().stream()
                .filter(artifact -> artifact.kind().equals("diagnosis"))
                .map(ArtifactView::name)
                .findFirst()
                .orElseThrow();
        assertThat(engine().artifact(first.id(), whole)).isEqualTo(engine().artifact(first.id(), "diagnosis"));
    }

    @Test
    void aKeyIsNotUsedForSomethingElse() {
        engine().dispatch(diagnosis("three"));

        assertFails(EngineException.Kind.REFUSED, () -> engine().dispatch(hanging("three")));
    }

    @Test
    void aRestartMakesNoSecondRunAndForgetsNone() {
        String id = engine().dispatch(diagnosis("four")).id();

        restart();

        assertThat(engine().dispatch(diagnosis("four")).id()).isEqualTo(id);
        assertThat(ended(id).phase()).isEqualTo(Phase.SUCCEEDED);
        restart();
        assertThat(engine().run(id).summary()).isEqualTo("The cause is found.");
    }

    @Test
    void aCancelledRunEndsAndCancellingItAgainDoesNothing() {
        String id = engine().dispatch(hanging("five")).id();
        at(id, Phase.RUNNING);

        engine().cancel(id, "the build was aborted");
        RunView over = ended(id);
        engine().cancel(id, "the build was aborted");

        assertThat(over.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(engine().run(id)).isEqualTo(over);
    }

    @Test
    void anAnswerCountsOnlyForWhatWasShown() {
        RunView run = engine().dispatch(asking("six"));
        assertThat(run.decision()).isEqualTo("awaiting-approval");
        List<ApprovalView> questions = engine().approvals(run.id());
        assertThat(questions).hasSize(1);
        ApprovalView question = questions.get(0);
        assertThat(question.isPending()).isTrue();
        assertThat(question.run()).isEqualTo(run.id());

        assertFails(EngineException.Kind.REFUSED, () -> engine().decide(verdict(question, "sha256:" + "0".repeat(64))));
        assertThat(engine().approvals(run.id()).get(0).isPending()).isTrue();

        ApprovalView after = engine().decide(verdict(question, question.bindingDigest()));
        assertThat(after.standing()).isIn("approved", "applied");
        assertThat(ended(run.id()).phase()).isEqualTo(Phase.SUCCEEDED);
    }

    private static Verdict verdict(ApprovalView question, String digest) {
        return new Verdict(
                question.id(), true, digest, new Verdict.JenkinsUser("maria", "Maria", ""), "as far as I can see");
    }

    @Test
    void aNoEndsTheRun() {
        RunView run = engine().dispatch(asking("seven"));
        ApprovalView question = engine().approvals(run.id()).get(0);

        ApprovalView after = engine().decide(new Verdict(
                question.id(),
                false,
                question.bindingDigest(),
                new Verdict.JenkinsUser("maria", "Maria", ""),
                "not now"));

        assertThat(after.standing()).isEqualTo("denied");
        assertThat(ended(run.id()).phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void whatTheReviewDeniesIsNoRun() {
        RunView none = engine().dispatch(denied("eight"));

        assertThat(none.phase()).isEqualTo(Phase.DENIED);
        assertThat(none.id()).isEmpty();
        assertThat(none.reasons()).isNotEmpty();
    }

    @Test
    void aFailedBuildIsToldOfOnceAlsoAfterARestart() {
        ReportAnswer first = engine().report(report(7));
        ReportAnswer again = engine().report(report(7));
        restart();
        ReportAnswer later = engine().report(report(7));

        assertThat(first.duplicate()).isFalse();
        assertThat(again).isEqualTo(new ReportAnswer(first.delivery(), true)).isEqualTo(later);
        Awaitility.await().until(() -> engine().outcomeOf(first).settled());
        ReportOutcome outcome = engine().outcomeOf(first);
        assertThat(outcome.decision()).isEqualTo("created");
        assertThat(outcome.runs()).extracting(RunView::decision).containsExactly("created");
        assertThat(ended(outcome.runs().get(0).id()).summary()).isEqualTo("The cause is found.");
        assertThat(engine().outcomeOf(later).runs()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String id = engine().dispatch(diagnosis("nine")).id();
        assertFails(EngineException.Kind.NOT_FOUND, () -> engine().run("run-nobody"));
        assertFails(EngineException.Kind.NOT_FOUND, () -> engine().cancel("run-nobody", "why"));
        assertFails(EngineException.Kind.NOT_FOUND, () -> engine().artifact("run-nobody", "patch"));
        assertFails(EngineException.Kind.NOT_FOUND, () -> engine().artifact(id, "transcript-of-nobody"));
        assertFails(
                EngineException.Kind.NOT_FOUND, () -> engine().outcomeOf(new ReportAnswer("delivery-nobody", false)));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(engine().info().description()).startsWith("Krate ");
        assertThat(engine().info().warning()).isEmpty();
    }
}
