package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.subagent.Lane;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A run whose agent is at work and may ask for subagents, on real threads. */
final class SubagentWorld implements AutoCloseable {

    static final String REVIEWER = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentSubagent
            metadata: { name: reviewer }
            spec:
              rolePrompt: You review code.
              taskKinds: [review]
              maxParallelTasks: 2
              modelOverride: small
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ResourceStore store;
    final Scenario scenario;
    Krate krate;

    /**
     * A world on {@code store}.
     *
     * @param replacements changes to the text of the quickstart's resources
     */
    SubagentWorld(Path root, ResourceStore store, String... replacements) {
        this.store = store;
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
        apply(REVIEWER);
        change(replacements);
    }

    SubagentWorld(Path root, String... replacements) {
        this(root, new InMemoryResourceStore(), replacements);
    }

    /** Applies the quickstart's resources with further changes to their text. */
    void change(String... replacements) {
        List<String> all = new ArrayList<>(List.of(
                "maxReplicas: 2",
                "maxReplicas: 9",
                "  runnerPool: local\n  requiredSecrets",
                "  runnerPool: local\n  subagentRefs: [reviewer]\n  requiredSecrets"));
        all.addAll(List.of(replacements));
        scenario.apply(krate, all.toArray(String[]::new));
    }

    @Override
    public void close() {
        krate.close();
    }

    void apply(String yaml) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    AgentDispatchRun dispatched(Map<String, Object> more) {
        Map<String, Object> request = new LinkedHashMap<>(Map.of(
                "agentStack", "claude-fix",
                "repository", "app",
                "taskKind", "issue-fix",
                "prompt", "Mend the sum.",
                "files", List.of("src/Calculator.java")));
        request.putAll(more);
        return ((Accepted) krate.dispatch().dispatch(new Asked(NAMESPACE, DispatchRequest.read(request, ""), ALICE)))
                .run();
    }

    /** An agent that is at work. */
    AgentDispatchRun working() {
        return working(Map.of());
    }

    AgentDispatchRun working(Map<String, Object> more) {
        slow();
        AgentDispatchRun parent = dispatched(more);
        krate.start(5);
        await(() ->
                !scenario.agents.sessions().isEmpty() && run(parent).status().phase() == RunPhase.RUNNING);
        return parent;
    }

    /** The next agent begins and goes on until it is told otherwise. */
    void slow() {
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "I begin."));
    }

    AgentDispatchRun run(AgentDispatchRun run) {
        return run(run.metadata().name());
    }

    AgentDispatchRun run(String name) {
        return krate.resources().get(AgentDispatchRun.class, NAMESPACE, name).orElseThrow();
    }

    void await(BooleanSupplier condition) {
        await(condition, () -> "");
    }

    void await(BooleanSupplier condition, Supplier<String> state) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - began < PATIENCE.toNanos()) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).as(state).isTrue();
    }

    Session session(int launch) {
        return scenario.agents.sessions().get(launch);
    }

    Session first() {
        return session(0);
    }

    void ask(String id, String name, String task) {
        ask(first(), id, name, task);
    }

    void ask(Session session, String id, String name, String task) {
        scenario.agents.say(
                session,
                AgentEvent.Type.LANE,
                "Look at the sum.",
                Map.of(
                        "lane", id,
                        "laneName", name,
                        "laneState", "requested",
                        "task", task,
                        "sources", "src/Calculator.java\n../secrets"));
    }

    /** A subagent of {@code parent} that is at work under this id. */
    AgentDispatchRun slowChild(AgentDispatchRun parent, String id) {
        slow();
        int launches = scenario.agents.sessions().size();
        ask(id, "reviewer", "review");
        awaitLane(parent, id, "started");
        await(() -> scenario.agents.sessions().size() > launches);
        AgentDispatchRun child = run(lane(parent, id).run());
        await(() -> !attempt(child, 1).status().runtimeSession().isEmpty());
        return child;
    }

    AgentDispatchAttempt attempt(AgentDispatchRun run, int number) {
        return krate.resources()
                .get(AgentDispatchAttempt.class, NAMESPACE, run.metadata().name() + "-" + number)
                .orElseThrow();
    }

    /** The session of the first attempt of {@code run}. */
    Session sessionOf(AgentDispatchRun run) {
        return new Session(attempt(run, 1).status().runtimeSession());
    }

    Lane lane(AgentDispatchRun parent, String id) {
        return krate.lanes().lanes(run(parent)).stream()
                .filter(lane -> lane.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Lane(id, "", "none", "", "", 0, 0, 0, ""));
    }

    void awaitLane(AgentDispatchRun parent, String id, String state) {
        await(
                () -> lane(parent, id).state().equals(state),
                () -> krate.lanes().lanes(run(parent)) + " of "
                        + Scenario.all(krate, AgentDispatchRun.class).stream()
                                .map(one -> one.status())
                                .toList());
    }

    void awaitPhase(AgentDispatchRun run, RunPhase phase) {
        await(() -> run(run).status().phase() == phase, () -> run(run).status().toString());
    }

    String prompt(int launch) {
        return scenario.agents.requests().get(launch).prompt();
    }

    List<AgentArtifact> artifacts(AgentDispatchRun run) {
        return Scenario.all(krate, AgentArtifact.class).stream()
                .filter(artifact ->
                        artifact.spec().dispatchRun().equals(run.metadata().name()))
                .toList();
    }
}
