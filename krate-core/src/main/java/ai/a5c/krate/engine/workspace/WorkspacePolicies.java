package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.workspace.Retention;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which policy holds for a run's workspace, and for one that is kept. */
public final class WorkspacePolicies {

    private final Desk desk;

    public WorkspacePolicies(Desk desk) {
        this.desk = desk;
    }

    /** The policy of the run's stack; empty if it names none, or one that is not there. */
    public Optional<AgentWorkspacePolicy> of(AgentDispatchRun run) {
        String namespace = run.metadata().namespace();
        return desk.get(AgentStack.class, namespace, run.spec().agentStack())
                .flatMap(stack -> desk.get(
                        AgentWorkspacePolicy.class, namespace, stack.spec().workspacePolicyRef()));
    }

    /** How long {@code workspace} is kept; empty if nothing says so. */
    Optional<Retention.Policy> of(AgentWorkspace workspace) {
        return desk.get(
                        AgentWorkspacePolicy.class,
                        workspace.metadata().namespace(),
                        workspace.spec().workspacePolicyRef())
                .map(policy -> new Retention.Policy(
                        Durations.parse(policy.spec().retentionPolicy().maxAge()),
                        policy.spec().retentionPolicy().maxCount(),
                        policy.spec().maxBytes(),
                        policy.spec().cleanupOn().stream()
                                .map(outcome -> Retention.Outcome.valueOf(outcome.name()))
                                .collect(Collectors.toSet())));
    }
}
