package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Actions on runs that are over, the process dying at every write of the action and some of what follows, before and after
 * the commit: whoever asked asks again under the same id, and it has been done once.
 */
class ActionCrashTest {

    private static final int AFTERWARDS = 4;

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"RETRY", "RESUME", "CONTINUE", "FORK", "RERUN_AFTER_FIX"})
    void whatIsAskedForTwiceAroundACrashIsDoneOnce(RunAction action) throws IOException {
        World counted = new World(action);
        CrashingStore counting = CrashingStore.counting(counted.store);
        counted.act(counting);
        int writes = counting.writes();
        assertThat(writes).isGreaterThan(3);
        for (int n = 1; n <= writes + AFTERWARDS; n++) {
            new World(action).dieAt(n, true);
            new World(action).dieAt(n, false);
        }
    }

    /** A run that has failed, and somebody who wants more of it. */
    private final class World {

        private final ResourceStore store = new InMemoryResourceStore();
        private final Scenario scenario;
        private final RunAction action;
        private final ActionRequest request;

        World(RunAction action) throws IOException {
            this.action = action;
            this.scenario = new Scenario(Files.createTempDirectory(root, "world"));
            Krate krate = scenario.krate(store);
            scenario.apply(krate);
            scenario.agents.next(Script.silent()
                    .say(AgentEvent.Type.STARTED, "begins", Map.of(Detail.SESSION_ID, "conversation-1"))
                    .end(Outcome.FAILED, "exited with status 1"));
            scenario.deliver(krate, "d-1");
            krate.drain();
            scenario.repositories.commitOnRemote("acme/app", "main", Map.of("src/Other.java", "return 1;\n"));
            String run = Scenario.run(krate).metadata().name();
            ActionRequest plain = ActionRequest.of(NAMESPACE, run, action).as("once");
            this.request = action == RunAction.CONTINUE ? plain.saying("Mend the test as well.") : plain;
        }

        RunDesk.Answer act(ResourceStore on) {
            return scenario.krate(on).runs().act(request, ALICE);
        }

        void dieAt(int n, boolean committed) {
            CrashingStore dying =
                    committed ? CrashingStore.afterCommit(store, n) : CrashingStore.beforeCommit(store, n);
            Optional<RunDesk.Answer> first = Optional.empty();
            try {
                Krate krate = scenario.krate(dying);
                first = Optional.of(krate.runs().act(request, ALICE));
                krate.drain();
            } catch (SimulatedCrashException e) {
                assertThat(dying.isDead()).isTrue();
            }
            scenario.pass(Duration.ofMinutes(1));
            Krate next = scenario.krate(store);
            RunDesk.Answer second = next.runs().act(request, ALICE);
            next.drain();
            String where = "%s, write %d, %s".formatted(action, n, committed ? "committed" : "not committed");
            assertThat(second).as(where).isInstanceOf(RunDesk.Done.class);
            first.ifPresent(answer -> assertThat(name(answer)).as(where).isEqualTo(name(second)));
            assertOnce(next, where);
        }

        private String name(RunDesk.Answer answer) {
            return ((RunDesk.Done) answer).run().metadata().name();
        }

        private void assertOnce(Krate krate, String where) {
            boolean another = action == RunAction.FORK || action == RunAction.RERUN_AFTER_FIX;
            List<AgentDispatchRun> runs = all(krate, AgentDispatchRun.class);
            assertThat(runs).as(where).hasSize(another ? 2 : 1);
            assertThat(runs.stream().filter(run -> run.spec().triggerSource() == Source.MANUAL))
                    .as(where)
                    .hasSize(another ? 1 : 0);
            assertThat(all(krate, AgentDispatchAttempt.class)).as(where).hasSize(2);
            assertThat(scenario.agents.requests()).as("launches, " + where).hasSize(2);
            boolean goesOn = action == RunAction.RESUME || action == RunAction.CONTINUE || action == RunAction.FORK;
            assertThat(scenario.agents.requests().get(1).setup().origin().isPresent())
                    .as(where)
                    .isEqualTo(goesOn);
            assertThat(audited(krate, another ? "run." + action.word() : "run.attempt-requested"))
                    .as(where)
                    .isEqualTo(1);
            assertThat(krate.audit().verify(NAMESPACE).intact()).as(where).isTrue();
        }

        private long audited(Krate krate, String what) {
            return krate.audit().list(NAMESPACE, 0, 1_000).stream()
                    .filter(record -> record.entry().action().equals(what))
                    .count();
        }
    }
}
