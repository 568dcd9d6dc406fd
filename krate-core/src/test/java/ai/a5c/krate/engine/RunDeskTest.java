package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with runs: each action once, reviewed at that moment, on the run that they saw. */
class RunDeskTest {

    private static final String SESSION = "c0ffee00-0000-4000-8000-000000000001";

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    private static Script talking() {
        return Script.silent().say(AgentEvent.Type.STARTED, "begins", Map.of("sessionId", SESSION));
    }

    private void run(Script script) {
        scenario.agents.next(script);
        scenario.deliver(krate, "d-1");
        krate.drain();
    }

    private void failedRun() {
        run(talking().end(Outcome.FAILED, "exited with status 1"));
        assertThat(first().status().phase()).isEqualTo(RunPhase.FAILED);
    }

    private void succeededRun() {
        run(talking().say(AgentEvent.Type.RESULT, "Mended.").end(Outcome.SUCCEEDED, "exited with status 0"));
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(first().status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    /** The run that the comment asked for. */
    private AgentDispatchRun first() {
        return one(false);
    }

    /** The run that an action made. */
    private AgentDispatchRun second() {
        return one(true);
    }

    private AgentDispatchRun one(boolean byHand) {
        return all(krate, AgentDispatchRun.class).stream()
                .filter(run -> (run.spec().triggerSource() == Source.MANUAL) == byHand)
                .findFirst()
                .orElseThrow();
    }

    private AgentDispatchAttempt lastAttempt() {
        String run = all(krate, AgentDispatchRun.class).size() == 1
                ? first().metadata().name()
                : second().metadata().name();
        return all(krate, AgentDispatchAttempt.class).stream()
                .filter(attempt -> attempt.spec().agentDispatchRun().equals(run))
                .max(Comparator.comparingInt(attempt -> attempt.spec().number()))
                .orElseThrow();
    }

    private LaunchRequest lastLaunch() {
        List<LaunchRequest> requests = scenario.agents.requests();
        return requests.get(requests.size() - 1);
    }

    private ActionRequest request(RunAction action) {
        return ActionRequest.of(NAMESPACE, first().metadata().name(), action);
    }

    private AgentDispatchRun done(ActionRequest request) {
        RunDesk.Answer answer = krate.runs().act(request, ALICE);
        assertThat(answer).isInstanceOf(RunDesk.Done.class);
        return ((RunDesk.Done) answer).run();
    }

    private RunDesk.Refused refused(ActionRequest request) {
        RunDesk.Answer answer = krate.runs().act(request, ALICE);
        assertThat(answer).isInstanceOf(RunDesk.Refused.class);
        return (RunDesk.Refused) answer;
    }

    private List<String> audited(String action) {
        krate.drain();
        return krate.audit().list(NAMESPACE, 0, 1_000).stream()
                .filter(record -> record.entry().action().equals(action))
                .map(record -> record.entry().actor())
                .toList();
    }

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
    void aConversationIsKeptForADayAndThenForgotten() {
        failedRun();
        scenario.pass(Conversations.KEPT.minusSeconds(1));
        krate.drain();
        assertThat(scenario.agents.sessions()).hasSize(1);
        scenario.agents.next(talking().end(Outcome.FAILED, "exited with status 1"));
        done(request(RunAction.RESUME));
        krate.drain();
        assertThat(lastLaunch().setup().origin().orElseThrow().agentSessionId()).isEqualTo(SESSION);

        scenario.pass(Conversations.KEPT.plusSeconds(1));
        krate.drain();
        assertThat(scenario.agents.sessions()).isEmpty();
        assertThat(refused(request(RunAction.RESUME)).code()).isEqualTo("NO_CONVERSATION");
        assertThat(done(request(RunAction.RETRY)).status().phase()).isEqualTo(RunPhase.QUEUED);
    }

    @Test
    void aMessageToARunThatIsOverMakesOneMoreAttemptWhoseWritesStandBesideTheFirst() {
        succeededRun();
        scenario.agents.next(Script.done("Mended the test as well."));
        done(request(RunAction.CONTINUE).saying("Now mend the test as well, with " + Scenario.API_KEY));
        krate.drain();
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.CONTINUATION);
        assertThat(lastLaunch().prompt())
                .contains("Now mend the test as well, with [REDACTED:")
                .doesNotContain(Scenario.API_KEY);
        assertThat(lastLaunch().setup().origin().orElseThrow().agentSessionId()).isEqualTo(SESSION);
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(first().status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(first().status().terminalReason().message()).isEqualTo("4 of 4 write-backs applied");
        assertThat(all(krate, AgentWriteBack.class))
                .extracting(one -> one.spec().target())
                .containsExactly(
                        "krate/" + first().metadata().name(),
                        "1",
                        "krate/" + first().metadata().name() + "-2",
                        "1");
        assertThat(scenario.target.effects()).extracting(Mutation::action).hasSize(4);
    }

    @Test
    void aMessageReachesTheAgentAtWorkOnce() {
        scenario.agents.next(talking());
        Krate working = scenario.krate(store, Duration.ofSeconds(30));
        scenario.deliver(working, "d-1");
        working.start(1);
        try {
            await(() -> !scenario.agents.sessions().isEmpty()
                    && !lastAttempt().status().agentSessionId().isEmpty());
            ActionRequest message = request(RunAction.CONTINUE).saying("Look at the test first.");
            done(message.as("m-1"));
            done(message.as("m-1"));
            await(() ->
                    !scenario.agents.heard(scenario.agents.sessions().get(0)).isEmpty());
            done(message.saying("And then at the code.").as("m-2"));
            await(() -> scenario.agents.heard(scenario.agents.sessions().get(0)).size() == 2);
            assertThat(scenario.agents.heard(scenario.agents.sessions().get(0)))
                    .containsExactly("Look at the test first.", "And then at the code.");
            assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(1);
            scenario.agents.end(scenario.agents.sessions().get(0), Outcome.FAILED, "exited with status 1");
            await(() -> first().status().phase() == RunPhase.FAILED);
        } finally {
            working.close();
        }
        assertThat(timeline("person")).hasSize(2);
        assertThat(timeline("handed-over")).hasSize(2);
        assertThat(audited("run.message")).containsExactly("alice", "alice");
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<StreamEvent> timeline(String type) {
        return store.events(Journal.stream(NAMESPACE, first().metadata().name()), 0, 500).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }

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
