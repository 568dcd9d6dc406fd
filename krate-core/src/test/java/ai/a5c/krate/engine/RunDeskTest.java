package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people do with runs: each action once, reviewed at that moment, on the run that they saw. */
class RunDeskTest extends DeskScene {

    @Test
    void aFailedRunIsTriedOnceMoreWithTheSameContext() {
        failedRun();
        done(request(RunAction.RETRY));
        krate.drain();
        assertThat(all(krate, AgentDispatchAttempt.class))
                .extracting(attempt -> attempt.spec().attemptReason())
                .containsExactly(AttemptReason.INITIAL, AttemptReason.RETRY);
        assertThat(lastAttempt().spec().origin().actor()).isEqualTo("alice");
        assertThat(scenario.agents.requests()).extracting(LaunchRequest::prompt).hasSize(2);
        assertThat(lastLaunch().prompt())
                .isEqualTo(scenario.agents.requests().get(0).prompt());
        assertThat(first().status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        assertThat(audited("run.attempt-requested")).containsExactly("alice");
    }

    @Test
    void aCancelledRunIsTriedOnceMoreAndIsNotBeingCancelledThen() {
        scenario.atWorktree =
                () -> krate.runs().cancel(NAMESPACE, first().metadata().name(), ALICE);
        run(Script.done("Mended."));
        scenario.atWorktree = () -> {};
        assertThat(first().status().phase()).isEqualTo(RunPhase.CANCELLED);
        done(request(RunAction.RETRY));
        krate.drain();
        assertThat(first().status().cancelRequested()).isFalse();
        assertThat(first().status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void aResumedAttemptGoesOnWithTheExactConversation() {
        failedRun();
        done(request(RunAction.RESUME));
        krate.drain();
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.RESUME);
        Setup.Origin origin = lastLaunch().setup().origin().orElseThrow();
        assertThat(origin.mode()).isEqualTo(Setup.Origin.Mode.RESUME);
        assertThat(origin.agentSessionId()).isEqualTo(SESSION);
        assertThat(lastLaunch().prompt())
                .isEqualTo("You are in a fresh checkout of commit %s; what you changed before is not in it.%n%n"
                                .formatted(first().spec().sha())
                        + "Go on with your task from where you stopped.");
    }

    @Test
    void aRetryOfAResumedAttemptGoesOnWithTheSame() {
        failedRun();
        scenario.agents.next(Script.failed("no"));
        done(request(RunAction.CONTINUE).saying("Now mend the test as well."));
        krate.drain();
        done(request(RunAction.RETRY));
        krate.drain();
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.RETRY);
        assertThat(lastLaunch().setup().origin().orElseThrow().agentSessionId()).isEqualTo(SESSION);
        assertThat(lastLaunch().prompt()).endsWith("Now mend the test as well.");
    }

    @Test
    void whatNobodyToldTheIdOfCannotBeResumed() {
        run(Script.failed("no"));
        assertThat(refused(request(RunAction.RESUME)))
                .isEqualTo(new RunDesk.Refused(
                        "NO_CONVERSATION",
                        "no attempt of the run has a conversation that is kept: its agent told no id, or it ended more "
                                + "than a day ago; retry the run instead"));
        assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(1);
    }

    @Test
    void whatTheReviewDeniesNowIsRefusedWithItsReasonsAndMakesNothing() {
        failedRun();
        scenario.apply(krate, "allowedRunnerPools: [local]", "allowedRunnerPools: [another]");
        for (RunAction action : List.of(RunAction.RETRY, RunAction.RESUME, RunAction.FORK)) {
            RunDesk.Refused refused = refused(request(action));
            assertThat(refused.code()).isEqualTo("POLICY_DENIED");
            assertThat(refused.message())
                    .startsWith("the permission review denies it now; its reasons say who can grant what is missing: ");
        }
        assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(1);
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void whoeverSawAnOlderRunDoesNothingToTheNewOne() {
        failedRun();
        long seen = first().status().stateGeneration();
        done(request(RunAction.RETRY).at(seen));
        long now = first().status().stateGeneration();
        assertThat(now).isEqualTo(seen + 1);
        assertThat(refused(request(RunAction.CANCEL).at(seen)))
                .isEqualTo(new RunDesk.Refused(
                        "STALE",
                        "$.expectedGeneration is %d, but the run is at generation %d by now, queued; look at it again"
                                .formatted(seen, now)));
        assertThat(first().status().phase()).isEqualTo(RunPhase.QUEUED);
        done(request(RunAction.CANCEL).at(now));
        assertThat(first().status().phase()).isEqualTo(RunPhase.CANCELLED);
    }

    @Test
    void theSameRequestIsAnsweredTheSameAndDoneOnce() {
        failedRun();
        ActionRequest retry =
                request(RunAction.RETRY).as("r-1").at(first().status().stateGeneration());
        done(retry);
        done(retry);
        scenario.agents.next(Script.failed("again"));
        krate.drain();
        assertThat(done(retry).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(2);
        AgentDispatchRun fork = done(request(RunAction.FORK).as("f-1"));
        assertThat(done(request(RunAction.FORK).as("f-1")).metadata().name())
                .isEqualTo(fork.metadata().name());
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
        assertThat(refused(request(RunAction.FORK).saying("something else").as("f-1"))
                        .code())
                .isEqualTo("REQUEST_ID_USED");
    }

    @Test
    void everyActionIsListedWithItsReason() {
        failedRun();
        RunDesk.Actions actions =
                krate.runs().actions(NAMESPACE, first().metadata().name(), ALICE);
        assertThat(actions.generation()).isEqualTo(first().status().stateGeneration());
        assertThat(actions.allowances())
                .extracting(Allowance::action, Allowance::allowed)
                .containsExactly(
                        tuple(RunAction.CANCEL, false),
                        tuple(RunAction.RETRY, true),
                        tuple(RunAction.RESUME, true),
                        tuple(RunAction.CONTINUE, true),
                        tuple(RunAction.FORK, true),
                        tuple(RunAction.RERUN_AFTER_FIX, true));
    }

    @Test
    void aStrangerFindsNoRun() {
        failedRun();
        Caller stranger = new Caller("eve", Caller.Road.API, false, Set.of("globex"));
        for (RunAction action : RunAction.values()) {
            assertThat(krate.runs().act(request(action).saying("hello"), stranger))
                    .isEqualTo(new RunDesk.Refused(
                            "NOT_FOUND",
                            "AgentDispatchRun acme/%s is not there"
                                    .formatted(first().metadata().name())));
        }
    }
}
