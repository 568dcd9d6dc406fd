package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends an agent that does not end itself, and what is tried again by itself and what is not. */
class LimitsTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private void work(String limits, Script script) {
        scenario.apply(krate, "limits: { wallClock: 10m,", "limits: { " + limits + " wallClock: 10m,");
        scenario.agents.next(script);
        scenario.deliver(krate, "d-1");
        krate.drain();
    }

    private AgentDispatchAttempt attempt(int number) {
        return all(krate, AgentDispatchAttempt.class).stream()
                .filter(one -> one.spec().number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static Script spending(String name, String value) {
        return Script.silent().say(AgentEvent.Type.USAGE, "used", Map.of(name, value));
    }

    private void failedWith(String code, String message, String failureClass) {
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(krate).status().terminalReason()).isEqualTo(new Reason(code, message));
        assertThat(attempt(1).status().failureClass()).isEqualTo(failureClass);
        assertThat(run(krate).status().failure().retryAt()).isNull();
        assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(1);
    }

    @Test
    void anAgentThatCostsMoreThanItsStackAllowsIsEnded() {
        work("costUsd: 1,", spending("costUsd", "1.25"));
        failedWith("BudgetExceeded", "this attempt cost $1.2500, and $1.0000 is the limit", "budget-exceeded");
        assertThat(run(krate).status().costUsd()).isEqualTo(1.25);
        assertThat(run(krate).status().failure().advice())
                .isEqualTo("A limit was passed. Raise the stack's limits or the run's budget, then retry.");
    }

    @Test
    void whereCostReadsZeroTokensEndIt() {
        work("tokens: 1000,", spending("tokens", "1001"));
        failedWith("BudgetExceeded", "this attempt used 1001 tokens, and 1000 is the limit", "budget-exceeded");
    }

    @Test
    void anAgentThatSucceedsBeyondItsBudgetHasStillPassedIt() {
        work(
                "costUsd: 1,",
                spending("costUsd", "2").say(AgentEvent.Type.RESULT, "Mended.").end(Outcome.SUCCEEDED, "done"));
        failedWith("BudgetExceeded", "this attempt cost $2.0000, and $1.0000 is the limit", "budget-exceeded");
        assertThat(scenario.target.writes()).isEmpty();
    }

    @Test
    void anAgentThatMakesTheSameCallOverAndOverIsEnded() {
        Script script = Script.silent();
        for (int i = 0; i < 12; i++) {
            script = script.say(AgentEvent.Type.TOOL_CALL, "ls -la", Map.of("tool", "Bash"));
        }
        work("", script);
        failedWith(
                "RepeatedCalls",
                "the agent made the same call 12 times in a row (Bash); look at why it is no use, then retry by hand",
                "no-progress");
    }

    @Test
    void aRateLimitIsWaitedForAndTriedAgainByItselfAsLongAsTheProviderAsks() {
        Script limited = Script.silent()
                .say(AgentEvent.Type.ERROR, "API Error: 429 rate_limit_error, retry after 600 seconds")
                .end(Outcome.FAILED, "exited with status 1");
        scenario.agents.next(limited);
        work("", Script.done("Mended."));
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.QUEUED);
        assertThat(run(krate).status().failure().failureClass()).isEqualTo("rate-limited");
        Instant at = run(krate).status().failure().retryAt();
        assertThat(at).isBetween(scenario.now().plusSeconds(600), scenario.now().plusSeconds(750));
        scenario.pass(Duration.ofSeconds(590));
        krate.drain();
        assertThat(scenario.agents.requests()).hasSize(1);
        scenario.pass(Duration.ofSeconds(170));
        krate.drain();
        assertThat(scenario.agents.requests()).hasSize(2);
        assertThat(attempt(2).spec().origin().actor()).isEmpty();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    @Test
    void aRateLimitThatStaysEndsTheRunAfterThreeMoreTries() {
        Script limited = Script.failed("429 Too Many Requests");
        for (int i = 0; i < 4; i++) {
            scenario.agents.next(limited);
        }
        work("", limited);
        for (int i = 0; i < 8; i++) {
            scenario.pass(Duration.ofHours(1));
            krate.drain();
        }
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(scenario.agents.requests().size()).isEqualTo(4);
    }

    @Test
    void theSameFailureThreeTimesOnACommitEndsAutomaticTriesUntilAPersonAsks() {
        scenario.apply(krate);
        for (int i = 1; i <= 3; i++) {
            scenario.agents.next(Script.failed("the build is broken"));
            scenario.pass(Duration.ofHours(2));
            scenario.deliver(krate, comment(i));
            krate.drain();
        }
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(3);
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(one -> one.status().failure().failureClass())
                .containsOnlyOnce("no-progress");
        scenario.pass(Duration.ofHours(2));
        scenario.deliver(krate, comment(4));
        krate.drain();
        assertThat(scenario.agents.requests()).hasSize(3);
        AgentDispatchRun fourth = all(krate, AgentDispatchRun.class).stream()
                .filter(one -> one.status().terminalReason().code().equals("NoProgress"))
                .findFirst()
                .orElseThrow();
        assertThat(fourth.status().terminalReason().message())
                .isEqualTo("the same failure came 3 times on this commit;"
                        + " push a fix and run again after it, or retry by hand");
        assertThat(krate.runs().retry(NAMESPACE, fourth.metadata().name(), ALICE))
                .isInstanceOf(RunDesk.Done.class);
        krate.drain();
        assertThat(scenario.agents.requests()).hasSize(4);
    }

    @Test
    void aChangeThatTakesBackTheLastOneIsKeptAndNotOffered() {
        scenario.apply(krate);
        scenario.agents.next(Script.done("One way."));
        scenario.deliver(krate, comment(1));
        krate.drain();
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        AgentArtifact patch = patches().get(0);
        String text =
                new String(scenario.blobs.get(new Digest(patch.spec().digest())).orElseThrow(), UTF_8);
        String back = text.replace("-return a - b;", "?")
                .replace("+return a + b;", "-return a + b;")
                .replace("?", "+return a - b;");
        assertThat(back).isNotEqualTo(text);
        AgentArtifact.Spec spec = patch.spec();
        store.transact(transaction -> new Records(transaction, scenario.now())
                .update(new AgentArtifact(
                        patch.metadata(),
                        new AgentArtifact.Spec(
                                spec.organizationRef(),
                                spec.dispatchRun(),
                                spec.kind(),
                                scenario.blobs.put(back.getBytes(UTF_8)).text(),
                                spec.attempt(),
                                spec.mediaType(),
                                spec.bytes(),
                                spec.summary(),
                                spec.baseSha(),
                                spec.files(),
                                spec.redactions()),
                        patch.status())));
        scenario.pass(Duration.ofHours(2));
        scenario.agents.next(Script.done("The other way."));
        scenario.deliver(krate, comment(2));
        krate.drain();
        AgentDispatchRun second = all(krate, AgentDispatchRun.class).stream()
                .filter(one -> one.status().phase() == RunPhase.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(second.status().terminalReason().code()).isEqualTo("Flapping");
        assertThat(second.status().failure().failureClass()).isEqualTo("flapping");
        assertThat(patches()).hasSize(2);
        assertThat(second.status().writeBacks()).isEmpty();
    }

    private List<AgentArtifact> patches() {
        return all(krate, AgentArtifact.class).stream()
                .filter(one -> one.spec().kind() == AgentArtifact.ArtifactKind.PATCH)
                .toList();
    }

    private static SourceEvent comment(int number) {
        return Scenario.event("event-" + number, Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", 1, "Crash on start")))
                .text(new Text(Scenario.BODY + " " + number, "It crashes.", "2"))
                .mentions(List.of("@claude"))
                .build();
    }
}
