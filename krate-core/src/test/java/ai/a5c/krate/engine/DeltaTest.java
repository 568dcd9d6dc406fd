package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are shown who are asked once more. */
class DeltaTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        scenario.agents.next(Script.silent()
                .say(AgentEvent.Type.RESULT, "The sum was a difference.")
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    @Test
    void whoIsAskedAgainSeesWhatChangedAndWhoApprovedTheRest() {
        scenario.deliver(krate, "d-1");
        krate.drain();
        AgentApproval first = pending(krate).get(0);
        assertThat(first.spec().delta()).isEqualTo(AgentApproval.Delta.NONE);
        krate.approvals().decide(yes(first), ALICE);
        krate.resources().delete(new ResourceKey("AgentSecretGrant", NAMESPACE, "claude-fix-model"), ALICE);
        krate.drain();
        assertThat(scenario.target.writes()).isEmpty();
        AgentApproval again = pending(krate).get(0);
        assertThat(again.spec().delta())
                .isEqualTo(new AgentApproval.Delta(
                        first.metadata().name(),
                        List.of("alice"),
                        scenario.now(),
                        List.of("the policy changed"),
                        "",
                        List.of(1, 2)));
        assertThat(again.status().decisions()).as("no vote is carried over").isEmpty();
        scenario.pass(Duration.ofSeconds(10));
        krate.drain();
        assertThat(scenario.forge.own().get(0).text())
                .contains("- different from what was approved: `the policy changed`");
    }

    @Test
    void fourEyesHoldForTheRestToo() {
        scenario.apply(krate, "approvals: 1,", "approvals: 1, fourEyes: true,");
        scenario.login = "bob";
        scenario.deliver(krate, "d-1");
        krate.drain();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.resources().delete(new ResourceKey("AgentSecretGrant", NAMESPACE, "claude-fix-model"), ALICE);
        krate.drain();
        Caller bob = new Caller("bob", Caller.Road.API, true, Set.of());
        assertThat(krate.approvals().decide(yes(pending(krate).get(0)), bob)).isInstanceOf(ApprovalDesk.Refused.class);
        assertThat(scenario.target.writes()).isEmpty();
    }
}
