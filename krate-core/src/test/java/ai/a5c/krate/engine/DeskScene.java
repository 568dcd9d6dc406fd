package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run that a comment asked for, and somebody who acts on it. */
abstract class DeskScene {

    static final String SESSION = "c0ffee00-0000-4000-8000-000000000001";
    final ResourceStore store = new InMemoryResourceStore();
    Scenario scenario;
    Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    static Script talking() {
        return Script.silent().say(AgentEvent.Type.STARTED, "begins", Map.of("sessionId", SESSION));
    }

    void run(Script script) {
        scenario.agents.next(script);
        scenario.deliver(krate, "d-1");
        krate.drain();
    }

    void failedRun() {
        run(talking().end(Outcome.FAILED, "exited with status 1"));
        assertThat(first().status().phase()).isEqualTo(RunPhase.FAILED);
    }

    void succeededRun() {
        run(talking().say(AgentEvent.Type.RESULT, "Mended.").end(Outcome.SUCCEEDED, "exited with status 0"));
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(first().status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    /** The run that the comment asked for. */
    AgentDispatchRun first() {
        return one(false);
    }

    /** The run that an action made. */
    AgentDispatchRun second() {
        return one(true);
    }

    AgentDispatchRun one(boolean byHand) {
        return all(krate, AgentDispatchRun.class).stream()
                .filter(run -> (run.spec().triggerSource() == Source.MANUAL) == byHand)
                .findFirst()
                .orElseThrow();
    }

    AgentDispatchAttempt lastAttempt() {
        String run = all(krate, AgentDispatchRun.class).size() == 1
                ? first().metadata().name()
                : second().metadata().name();
        return all(krate, AgentDispatchAttempt.class).stream()
                .filter(attempt -> attempt.spec().agentDispatchRun().equals(run))
                .max(Comparator.comparingInt(attempt -> attempt.spec().number()))
                .orElseThrow();
    }

    LaunchRequest lastLaunch() {
        List<LaunchRequest> requests = scenario.agents.requests();
        return requests.get(requests.size() - 1);
    }

    ActionRequest request(RunAction action) {
        return ActionRequest.of(NAMESPACE, first().metadata().name(), action);
    }

    AgentDispatchRun done(ActionRequest request) {
        RunDesk.Answer answer = krate.runs().act(request, ALICE);
        assertThat(answer).isInstanceOf(RunDesk.Done.class);
        return ((RunDesk.Done) answer).run();
    }

    RunDesk.Refused refused(ActionRequest request) {
        RunDesk.Answer answer = krate.runs().act(request, ALICE);
        assertThat(answer).isInstanceOf(RunDesk.Refused.class);
        return (RunDesk.Refused) answer;
    }

    List<String> audited(String action) {
        krate.drain();
        return krate.audit().list(NAMESPACE, 0, 1_000).stream()
                .filter(record -> record.entry().action().equals(action))
                .map(record -> record.entry().actor())
                .toList();
    }
}
