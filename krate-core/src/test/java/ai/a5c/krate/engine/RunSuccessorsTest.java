package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.Setup;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that are made from runs: forks, and reruns after a fix. */
class RunSuccessorsTest extends DeskScene {

    @Test
    void anotherRunGoesOnWithACopyOfTheConversation() {
        succeededRun();
        AgentDispatchRun fork = done(request(RunAction.FORK).saying("Try it with a loop instead."));
        krate.drain();
        assertThat(fork.metadata().name()).isNotEqualTo(first().metadata().name());
        assertThat(second().spec().request().forkedFrom())
                .isEqualTo(first().metadata().name());
        assertThat(second().spec().requester().login()).isEqualTo("alice");
        assertThat(second().spec().trust()).isEqualTo(first().spec().trust());
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.FORK);
        Setup.Origin origin = lastLaunch().setup().origin().orElseThrow();
        assertThat(origin.mode()).isEqualTo(Setup.Origin.Mode.FORK);
        assertThat(origin.agentSessionId()).isEqualTo(SESSION);
        assertThat(lastLaunch().prompt()).isEqualTo("Try it with a loop instead.");
        assertThat(first().status().attempts()).isEqualTo(1);
        assertThat(audited("run.fork")).containsExactly("alice");
    }

    @Test
    void aRunIsNotRunAgainWhileTheBranchIsWhereItWas() {
        failedRun();
        assertThat(refused(request(RunAction.RERUN_AFTER_FIX)))
                .isEqualTo(new RunDesk.Refused(
                        "SAME_HEAD", "the branch is still at the run's commit; push the fix first, or retry the run"));
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void afterAFixAnotherRunWorksAtTheNewCommitWithANewContext() {
        failedRun();
        String head = scenario.repositories.commitOnRemote("acme/app", "main", Map.of("src/Other.java", "return 1;\n"));
        done(request(RunAction.RERUN_AFTER_FIX));
        krate.drain();
        assertThat(second().spec().sha()).isEqualTo(head);
        assertThat(second().spec().request().rerunOf())
                .isEqualTo(first().metadata().name());
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.RERUN_AFTER_FIX);
        assertThat(all(krate, AgentContextBundle.class))
                .extracting(bundle -> bundle.spec().digest())
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(lastLaunch().prompt())
                .contains("@claude fix this")
                .contains("after the branch moved from commit %s to %s"
                        .formatted(first().spec().sha(), head));
        assertThat(lastLaunch().setup().origin()).isEmpty();
        assertThat(audited("run.rerun-after-fix")).containsExactly("alice");
    }
}
