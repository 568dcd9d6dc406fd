package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approver who may no longer approve, the process dying at every write: nothing is written, and others are asked once. */
class ApproverCrashTest {

    /** The write-back is stopped in fewer; what follows has crash tests of its own. */
    private static final int MOST = 12;

    @TempDir
    private Path root;

    @Test
    void aRevokedYesIsFoundOnceWhereverTheProcessDies() throws IOException {
        World counted = new World();
        CrashingStore counting = CrashingStore.counting(counted.at.store);
        counted.at.krate = counted.at.scenario.krate(counting);
        counted.at.krate.drain();
        int writes = Math.min(MOST, counting.writes());
        assertThat(writes).isGreaterThan(4);
        for (int n = 1; n <= writes; n++) {
            new World().dieAt(n, true);
            new World().dieAt(n, false);
        }
    }

    private final class World {

        private final Commenting at = new Commenting(Files.createTempDirectory(root, "world"));
        private final AgentApproval question = at.question();

        World() throws IOException {
            at.scenario.principals = (principal, organization) -> AccessAnswer.denied("the token was revoked");
            at.krate.approvals().decide(yes(question), new Caller("dora", Road.CONSOLE, false, Set.of("acme")));
        }

        void dieAt(int n, boolean committed) {
            CrashingStore dying =
                    committed ? CrashingStore.afterCommit(at.store, n) : CrashingStore.beforeCommit(at.store, n);
            try {
                at.krate = at.scenario.krate(dying);
                at.krate.drain();
            } catch (SimulatedCrashException e) {
                assertThat(dying.isDead()).isTrue();
            }
            at.krate = at.scenario.krate(at.store);
            at.scenario.pass(Duration.ofMinutes(10));
            at.krate.drain();
            at.scenario.pass(Duration.ofMinutes(10));
            at.krate.drain();
            String where = "write %d, %s".formatted(n, committed ? "committed" : "not committed");
            assertThat(at.effects()).as(where).isEmpty();
            assertThat(at.now(question).status().phase()).as(where).isEqualTo(ApprovalPhase.SUPERSEDED);
            assertThat(pending(at.krate)).as(where).hasSize(1);
            assertThat(at.run().status().approvals()).as(where).hasSize(2);
            at.says("carol", "/krate approve");
            assertThat(at.effects()).as(where).hasSize(2);
            assertThat(at.run().status().phase()).as(where).isEqualTo(RunPhase.SUCCEEDED);
        }
    }
}
