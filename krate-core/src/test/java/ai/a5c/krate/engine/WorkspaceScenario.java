package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.workspace.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** The main job as workspaces see it: what runs leave, what people do there, and what time passes. */
final class WorkspaceScenario {

    private static final String POLICY = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentWorkspacePolicy
            metadata: { name: kept, namespace: acme }
            spec:
              mode: %s
              retentionPolicy: { maxAge: 1h }
              maxBytes: %d
              cleanupOn: [%s]
            """;

    final ResourceStore store = new InMemoryResourceStore();
    final Path root;
    final Scenario scenario;
    final Krate krate;

    WorkspaceScenario(Path root) {
        this.root = root;
        this.scenario = new Scenario(root);
        this.krate = scenario.krate(store);
    }

    /** Has a policy keep the workspaces of the quickstart's agent; {@code changes} are made to the quickstart's text. */
    void policy(String mode, long maxBytes, String cleanupOn, String... changes) {
        scenario.apply(krate);
        Documents.read(POLICY.formatted(mode, maxBytes, cleanupOn))
                .forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        String[] all = new String[changes.length + 2];
        all[0] = "  runnerPool: local\n";
        all[1] = "  runnerPool: local\n  workspacePolicyRef: kept\n";
        System.arraycopy(changes, 0, all, 2, changes.length);
        scenario.apply(krate, all);
    }

    void runOnce() {
        scenario.agents.next(Script.done("The sum was a difference."));
        scenario.deliver(krate, "d-1");
        goOn();
    }

    void goOn() {
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(30));
        }
    }

    void end() {
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    AgentWorkspace workspace() {
        return all(krate, AgentWorkspace.class).get(0);
    }

    AgentWorkspace act(Action action) {
        return act(action, "", false);
    }

    AgentWorkspace act(Action action, String argument, boolean discard) {
        return act(order(action, argument, discard));
    }

    AgentWorkspace act(WorkspaceOrder order) {
        return krate.workspaces().act(order, ALICE);
    }

    WorkspaceOrder order(Action action, String argument, boolean discard) {
        return new WorkspaceOrder(
                NAMESPACE, workspace().metadata().name(), action, argument, discard, OptionalLong.empty());
    }

    RefusedException refused(Action action, String argument, boolean discard) {
        return catchThrowableOfType(RefusedException.class, () -> act(action, argument, discard));
    }

    String refusal(Action action, boolean discard) {
        RefusedException refused = refused(action, "", discard);
        return refused == null ? "" : refused.code();
    }

    /** A workspace that somebody made by hand. */
    AgentWorkspace made() {
        scenario.apply(krate);
        return krate.workspaces().provision(new NewWorkspace(NAMESPACE, "acme", "app", "", "", ""), ALICE);
    }

    Path directory(AgentWorkspace workspace) {
        return root.resolve("trusted/acme_app").resolve(workspace.spec().workspacePath());
    }

    void upstream(Map<String, String> files) {
        scenario.repositories.commitOnRemote("acme/app", "main", files);
    }
}
