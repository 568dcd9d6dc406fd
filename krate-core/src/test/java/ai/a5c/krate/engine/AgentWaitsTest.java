package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.kind.execution.AgentWait;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agents that wait for a message of a person: their attempts say so, and so do their runs, until they go on. */
class AgentWaitsTest extends AskingAgent {

    private Session asks() {
        Session session = launched(Script.silent()
                .say(AgentEvent.Type.MESSAGE, "looking")
                .say(AgentEvent.Type.INPUT_NEEDED, "Which of the two files?"));
        eventually(() -> attempt().status().phase() == AttemptPhase.WAITING_FOR_INPUT);
        return session;
    }

    private void answer(Krate server, String text) {
        ActionRequest request =
                ActionRequest.of(NAMESPACE, run(server).metadata().name(), RunAction.CONTINUE);
        assertThat(server.runs().act(request.saying(text), ALICE)).isInstanceOf(RunDesk.Done.class);
    }

    private AgentWait waiting() {
        return run(krate).status().agentWait();
    }

    @Test
    void aMessageLetsItGoOn() {
        Session session = asks();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.RUNNING);
        assertThat(waiting())
                .isEqualTo(new AgentWait("input", "the agent asks: Which of the two files?; send it a message"));
        answer(krate, "The first one.");
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        assertThat(scenario.agents.heard(session)).containsExactly("The first one.");
        assertThat(waiting()).isEqualTo(AgentWait.NONE);
    }

    @Test
    void theStatusCommentIsToSayThatItWaitsAndThatItDoesNoMore() {
        Session session = asks();
        eventually(() ->
                commentSays("**At work, and waiting.** `the agent asks: Which of the two files?; send it a message`"));
        scenario.agents.say(session, AgentEvent.Type.TOOL_CALL, "ls", Map.of());
        eventually(() -> commentSays("**At work.** `/krate cancel` stops it."));
    }

    private boolean commentSays(String words) {
        return all(krate, AgentNotice.class).stream()
                .anyMatch(notice -> notice.spec().form() == NoticeForm.STATUS_COMMENT
                        && notice.spec().text().contains(words));
    }

    @Test
    void anAgentThatGoesOnByItselfDoesNotWaitAnyMoreButOneOfItsLanesSaysNothingOfIt() {
        Session session = asks();
        scenario.agents.say(session, AgentEvent.Type.MESSAGE, "in a lane", Map.of(Detail.LANE, "sub-1"));
        scenario.agents.say(session, AgentEvent.Type.PROGRESS, "still here", Map.of());
        long heard = 4;
        eventually(() -> attempt().status().cursor() == heard);
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.WAITING_FOR_INPUT);
        scenario.agents.say(session, AgentEvent.Type.TOOL_CALL, "ls", Map.of());
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        assertThat(waiting()).isEqualTo(AgentWait.NONE);
    }

    @Test
    void anotherServerKnowsThatItWaitsAndHandsTheMessageOver() {
        CrashingStore first = CrashingStore.counting(store);
        krate.close();
        krate = scenario.krate(first);
        Session session = asks();
        first.die();
        scenario.pass(Duration.ofMinutes(10));
        krate = scenario.krate(store, Duration.ofSeconds(15));
        krate.start(1);
        eventually(() -> attempt().status().lease().token() == 2);
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.WAITING_FOR_INPUT);
        assertThat(waiting().what()).isEqualTo("input");
        answer(krate, "The second one.");
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        assertThat(scenario.agents.heard(session)).containsExactly("The second one.");
        assertThat(scenario.agents.requests()).hasSize(1);
    }

    @Test
    void itIsCancelledWhileItWaits() {
        asks();
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        eventually(() -> run(krate).status().phase() == RunPhase.CANCELLED);
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.CANCELLED);
        assertThat(waiting()).isEqualTo(AgentWait.NONE);
    }

    @Test
    void whatItAsksWhileItIsBeingCancelledChangesNothing() {
        Session session = launched(Script.silent());
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        scenario.agents.unreachable(true);
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        scenario.agents.say(session, AgentEvent.Type.INPUT_NEEDED, "Really?", Map.of());
        scenario.agents.unreachable(false);
        eventually(() -> run(krate).status().phase() == RunPhase.CANCELLED);
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.CANCELLED);
    }

    @Test
    void aQuestionAboutAToolIsShownAtTheRunAsLongAsItIsOpen() {
        launched(asking("q-1", "Bash", "{}"));
        eventually(() -> attempt().status().phase() == AttemptPhase.WAITING_FOR_APPROVAL);
        assertThat(waiting()).isEqualTo(new AgentWait("approval", "the agent waits for a yes to Bash"));
        decide(all(krate, AgentApproval.class).get(0), true);
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        assertThat(waiting()).isEqualTo(AgentWait.NONE);
    }
}
