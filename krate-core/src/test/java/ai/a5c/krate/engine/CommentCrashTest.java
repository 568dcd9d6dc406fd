package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A command in a comment, the process dying at every write until it is answered, before and after the commit, and the
 * comment delivered once more under another id: it is carried out once and answered once.
 */
class CommentCrashTest {

    /** What decides takes fewer; what follows has crash tests of its own. */
    private static final int MOST = 24;

    @TempDir
    private Path root;

    private enum Given {
        APPROVE("/krate approve"),
        ADMIT("/krate ok " + Commenting.HEAD),
        CANCEL("/krate cancel"),
        RETRY("/krate retry"),
        SEVERAL("/krate status\n/krate deny\n/krate help");

        private final String text;

        Given(String text) {
            this.text = text;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatACommentAsksForIsDoneOnce(Given given) throws IOException {
        World counted = new World(given);
        CrashingStore counting = CrashingStore.counting(counted.at.store);
        counted.hear(counting);
        int writes = Math.min(MOST, counting.writes());
        assertThat(writes).isGreaterThan(4);
        for (int n = 1; n <= writes; n++) {
            new World(given).dieAt(n, true);
            new World(given).dieAt(n, false);
        }
    }

    /** Somebody has written the comment; it was not delivered yet. */
    private final class World {

        private final Given given;
        private final Commenting at;
        private final AgentApproval question;
        private final SourceEvent comment;

        World(Given given) throws IOException {
            this.given = given;
            this.at = new Commenting(Files.createTempDirectory(root, "world"));
            if (given == Given.ADMIT) {
                at.item = new WorkItem("pull-request", 3, "Mend it");
                at.says("mallory", "@claude fix this");
                this.question = pending(at.krate).get(0);
            } else {
                this.question = at.question();
            }
            if (given == Given.RETRY) {
                at.says("carol", "/krate cancel");
            }
            at.scenario.agents.next(Script.done("Mended."));
            this.comment = at.comment("bob", given.text).build();
        }

        private void hear(ResourceStore on) {
            at.krate = at.scenario.krate(on);
            at.deliver(comment);
        }

        void dieAt(int n, boolean committed) {
            CrashingStore dying =
                    committed ? CrashingStore.afterCommit(at.store, n) : CrashingStore.beforeCommit(at.store, n);
            int before = at.replies().size();
            try {
                hear(dying);
            } catch (SimulatedCrashException e) {
                assertThat(dying.isDead()).isTrue();
            }
            at.krate = at.scenario.krate(at.store);
            at.scenario.pass(Duration.ofMinutes(10));
            at.deliver(comment);
            at.deliver(comment, "found-by-the-poller");
            at.scenario.pass(Duration.ofMinutes(10));
            at.krate.drain();
            String where = "%s, write %d, %s".formatted(given, n, committed ? "committed" : "not committed");
            assertOnce(at.krate, where);
            assertThat(at.replies()).as(where).hasSize(before + 1);
            assertThat(at.scenario.target.effects())
                    .as("answers at the forge, " + where)
                    .filteredOn(effect -> effect.content().equals(at.lastReply()))
                    .hasSize(1);
            assertThat(at.lastReply()).as(where).doesNotContain("Krate did not do what was asked");
            assertThat(all(at.krate, WebhookDelivery.class))
                    .as(where)
                    .allSatisfy(one -> assertThat(one.status().phase()).isEqualTo(WebhookDelivery.Phase.DECIDED));
            assertThat(at.krate.audit().verify(NAMESPACE).intact()).as(where).isTrue();
        }

        private void assertOnce(Krate krate, String where) {
            List<AgentApproval.Decision> decisions = at.now(question).status().decisions();
            switch (given) {
                case APPROVE -> {
                    assertThat(decisions).as(where).hasSize(1);
                    assertThat(at.now(question).status().phase()).as(where).isEqualTo(ApprovalPhase.APPLIED);
                    assertThat(at.effects()).as(where).hasSize(2);
                }
                case SEVERAL -> {
                    assertThat(decisions).as(where).hasSize(1);
                    assertThat(at.now(question).status().phase()).as(where).isEqualTo(ApprovalPhase.DENIED);
                }
                case ADMIT -> {
                    assertThat(decisions).as(where).hasSize(1);
                    assertThat(all(krate, AgentDispatchRun.class)).as(where).hasSize(1);
                }
                case CANCEL ->
                    assertThat(at.run().status().phase()).as(where).isEqualTo(AgentDispatchRun.RunPhase.CANCELLED);
                case RETRY ->
                    assertThat(all(krate, AgentDispatchAttempt.class)).as(where).hasSize(2);
            }
        }
    }
}
