package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many runs a work item may have in a time, whoever asks for them. */
class WorkItemRatesTest {

    private static final String USED_UP =
            "work item 'app issue/1' has used up its 2/h; it is free again at 2026-11-22T13:01:00Z";

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(
                krate,
                "spec:\n  slug: acme",
                "spec:\n  quotas: { runsPerWorkItem: 2/h }\n  slug: acme",
                "window: 10m",
                "window: 1s");
    }

    private void say(int number, int workItem) {
        scenario.agents.next(Script.silent()
                .say(
                        AgentEvent.Type.STARTED,
                        "begins",
                        Map.of("sessionId", "c0ffee00-0000-4000-8000-00000000000" + number))
                .end(Outcome.FAILED, "exited with status 1"));
        scenario.deliver(
                krate,
                Scenario.event("said-" + number, Source.ISSUE_COMMENT, "issue_comment.created")
                        .workItem(Optional.of(new WorkItem("issue", workItem, "Crash")))
                        .text(new Text("@claude fix this " + number, "", "2"))
                        .mentions(List.of("@claude"))
                        .build());
        krate.drain();
        scenario.pass(Duration.ofSeconds(2));
    }

    private Accepted ask(int workItem) {
        Map<String, Object> body = Map.of(
                "agentStack", "claude-fix",
                "repository", "app",
                "taskKind", "issue-fix",
                "prompt", "Mend the sum.",
                "workItem", "issue/" + workItem);
        return (Accepted) krate.dispatch().dispatch(new Asked(NAMESPACE, DispatchRequest.read(body, ""), ALICE));
    }

    private RunDesk.Answer act(RunAction action) {
        AgentDispatchRun first = runs().get(0);
        return krate.runs().act(ActionRequest.of(NAMESPACE, first.metadata().name(), action), ALICE);
    }

    private List<AgentDispatchRun> runs() {
        return all(krate, AgentDispatchRun.class);
    }

    @Test
    void rulesMakeNoMoreAndOtherWorkItemsHaveTheirOwn() {
        for (int number = 1; number <= 4; number++) {
            say(number, 1);
        }
        say(5, 2);
        assertThat(runs()).extracting(run -> run.spec().workItem()).containsExactly("issue/1", "issue/1", "issue/2");
        assertThat(all(krate, AgentTriggerExecution.class).stream()
                        .filter(one -> one.spec().reasons().get(0).code().equals("RateLimited"))
                        .map(one -> one.spec().reasons().get(0).message() + ", "
                                + one.status().count()))
                .containsExactly(USED_UP + ", 2");
        scenario.pass(Duration.ofMinutes(60));
        say(6, 1);
        assertThat(runs()).hasSize(3);
        scenario.pass(Duration.ofMinutes(1));
        say(7, 1);
        assertThat(runs()).hasSize(4);
    }

    @Test
    void peopleForksAndRunsAfterAFixCountAndAreRefused() {
        say(1, 1);
        ask(1);
        krate.drain();
        assertThatThrownBy(() -> ask(1)).hasMessage(USED_UP).extracting("code").isEqualTo("RATE_LIMITED");
        assertThat(act(RunAction.FORK)).isEqualTo(new RunDesk.Refused("RATE_LIMITED", USED_UP));
        scenario.repositories.commitOnRemote("acme/app", "main", Map.of("src/Other.java", "return 1;\n"));
        assertThat(act(RunAction.RERUN_AFTER_FIX)).isEqualTo(new RunDesk.Refused("RATE_LIMITED", USED_UP));
        assertThat(runs()).hasSize(2);

        scenario.pass(Duration.ofMinutes(61));
        assertThat(act(RunAction.FORK)).isInstanceOf(RunDesk.Done.class);
        assertThat(act(RunAction.RERUN_AFTER_FIX)).isInstanceOf(RunDesk.Done.class);
        assertThatThrownBy(() -> ask(1)).hasMessageContaining("used up its 2/h");
    }

    @Test
    void anotherAttemptOfTheSameRunIsNoNewRun() {
        say(1, 1);
        for (int i = 0; i < 3; i++) {
            scenario.agents.next(Script.failed("the build is broken " + i));
            assertThat(act(RunAction.RETRY)).isInstanceOf(RunDesk.Done.class);
            krate.drain();
        }
        ask(1);
        assertThatThrownBy(() -> ask(1)).hasMessage(USED_UP);
    }

    @Test
    void theRatesOfOrganizationAndRepositoryBothHold() {
        scenario.apply(
                krate,
                "spec:\n  slug: acme",
                "spec:\n  quotas: { runsPerWorkItem: 3/h }\n  slug: acme",
                "spec:\n  cloneUrl",
                "spec:\n  quotas: { runsPerWorkItem: 1/h }\n  cloneUrl");
        ask(1);
        assertThatThrownBy(() -> ask(1)).hasMessageContaining("has used up its 1/h");
        ask(2);
    }

    @Test
    void subagentsCountAndTheAgentHearsWhyThereIsNone() {
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentSubagent
                        metadata: { name: reviewer }
                        spec: { rolePrompt: You review code., taskKinds: [review] }
                        """).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(
                krate,
                "spec:\n  slug: acme",
                "spec:\n  quotas: { runsPerWorkItem: 2/h }\n  slug: acme",
                "  runnerPool: local\n  requiredSecrets",
                "  runnerPool: local\n  subagentRefs: [reviewer]\n  requiredSecrets");
        ask(1);
        scenario.agents.next(requests("s-1"));
        scenario.agents.next(Script.done("Fine."));
        krate.start(3);
        await(() -> runs().size() == 2);
        Session parent = scenario.agents.sessions().get(0);
        await(() -> scenario.agents.heard(parent).stream().anyMatch(text -> text.contains("s-1 succeeded")));
        scenario.agents.say(parent, AgentEvent.Type.LANE, "Look again.", lane("s-2"));
        await(() -> scenario.agents.heard(parent).stream().anyMatch(text -> text.contains("s-2")));
        assertThat(scenario.agents.heard(parent)).contains("[subagent s-2 failed] RateLimited: " + USED_UP);
        krate.close();
    }

    private static Script requests(String id) {
        return Script.silent().say(AgentEvent.Type.LANE, "Look at the sum.", lane(id));
    }

    private static Map<String, String> lane(String id) {
        return Map.of("lane", id, "laneName", "reviewer", "laneState", "requested", "task", "review");
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** It may be set back by up to the time of the rate, and nothing is given back; then it is free later than told. */
    @Test
    void aClockThatIsSetBackGivesNothingBack() {
        ask(1);
        ask(1);
        scenario.pass(Duration.ofMinutes(-55));
        assertThatThrownBy(() -> ask(1)).hasMessage(USED_UP);
    }
}
