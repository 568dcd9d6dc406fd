package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.failure.Failure;
import ai.a5c.krate.failure.FailureAnalysis;
import ai.a5c.krate.source.jenkins.BuildReport;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BreakageTest {

    private static final String LOG = """
            + mvn -B verify
            [INFO] Scanning
            [ERROR] /ws/src/main/java/App.java:[7,9] cannot find symbol
            [INFO] BUILD FAILURE
            """;

    private static final StepFacts SH = new StepFacts(
            12,
            "sh",
            List.of(new Block("unit", false), new Block("linux", true), new Block("Test", false), new Block("", false)),
            "script returned exit code 1",
            true);

    @Test
    void theStagesAreThoseAroundTheStepFromTheOutermostInWithoutBranches() {
        assertThat(SH.stages()).containsExactly("Test", "unit");
    }

    @Test
    void anExitCodeIsExplainedByTheLog() {
        BuildReport.Failure failure = of(Optional.of(SH), FailureAnalysis.of(LOG));

        assertThat(failure.stages()).containsExactly("Test", "unit");
        assertThat(failure.step()).isEqualTo("sh");
        assertThat(failure.exitCode()).contains(1);
        assertThat(failure.tool()).isEqualTo("maven");
        assertThat(failure.error()).contains("cannot find symbol");
        assertThat(failure.excerpt()).contains("+ mvn -B verify").contains("App.java:[7,9]");
        assertThat(failure.fingerprint()).isNotEmpty();
    }

    @Test
    void whatAStepSaidItselfIsNotReplacedByTheLog() {
        StepFacts error = new StepFacts(3, "error", List.of(), "the release branch is frozen", true);

        assertThat(of(Optional.of(error), FailureAnalysis.of(LOG)).error()).isEqualTo("the release branch is frozen");
    }

    @Test
    void aBuildThatIsNoPipelineIsToldOfByItsLogAlone() {
        BuildReport.Failure failure = of(Optional.empty(), FailureAnalysis.of(LOG));

        assertThat(failure.step()).isEmpty();
        assertThat(failure.stages()).isEmpty();
        assertThat(failure.error()).contains("cannot find symbol");
    }

    @Test
    void whereTheLogSaysNothingTheStepStillDoes() {
        BuildReport.Failure failure = of(Optional.of(SH), Optional.empty());

        assertThat(failure.error()).isEqualTo("script returned exit code 1");
        assertThat(failure.excerpt()).isEmpty();
        assertThat(Breakage.of(Optional.empty(), Optional.empty(), UnaryOperator.identity()))
                .isEmpty();
    }

    @Test
    void everyTextGoesThroughRedaction() {
        UnaryOperator<String> redact = text -> text.replaceAll("(?i)[a-z]*s3cret[a-z]*", "***");
        StepFacts step =
                new StepFacts(1, "s3cretStep", List.of(new Block("deploy s3cret", false)), "no s3cret here", true);
        Optional<Failure> log = FailureAnalysis.of("app.c:3:1: error: s3cret undeclared\n");

        assertThat(Breakage.of(Optional.of(step), log, redact).orElseThrow().toString())
                .doesNotContain("s3cret");
    }

    @Test
    void whatFailedFirstIsNamedBeforeWhatOnlyWarned() {
        StepFacts warned = new StepFacts(3, "unstable", List.of(), "flaky", false);
        StepFacts later = new StepFacts(40, "sh", List.of(), "later", true);

        assertThat(List.of(warned, later, SH).stream().min(StepFacts.FIRST)).contains(SH);
    }

    private static BuildReport.Failure of(Optional<StepFacts> step, Optional<Failure> log) {
        return Breakage.of(step, log, UnaryOperator.identity()).orElseThrow();
    }
}
