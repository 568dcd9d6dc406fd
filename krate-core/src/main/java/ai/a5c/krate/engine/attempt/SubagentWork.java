package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Derivation;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentSubagent.WorkspaceScope;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.subagent.OutputCheck;
import ai.a5c.krate.subagent.ToolScope;
import java.util.List;
import java.util.Optional;

/** What is different about the attempts of a run that works as a subagent. */
final class SubagentWork {

    private SubagentWork() {}

    private static Optional<AgentSubagent> of(Desk desk, AgentDispatchRun run) {
        return desk.get(
                AgentSubagent.class,
                run.metadata().namespace(),
                run.spec().request().subagent());
    }

    /** What of {@code output} breaks the subagent's contract; nothing for a run that is none. */
    static List<String> breaches(Desk desk, AgentDispatchRun run, String output) {
        return of(desk, run)
                .map(subagent -> OutputCheck.faults(subagent.spec().outputContract(), output))
                .orElse(List.of());
    }

    /** Whether what it changed in its workspace is nobody's business. */
    static boolean writesNothing(Records records, AgentDispatchRun run) {
        return records.get(
                        AgentSubagent.class,
                        run.metadata().namespace(),
                        run.spec().request().subagent())
                .map(subagent -> subagent.spec().workspaceScope())
                .filter(scope -> scope == WorkspaceScope.BRANCH_LOCAL || scope == WorkspaceScope.ISOLATED_WORKTREE)
                .isEmpty();
    }

    /** The same text as the outcome of a subagent. */
    static AgentArtifact.Spec output(AgentArtifact.Spec said) {
        return new AgentArtifact.Spec(
                said.organizationRef(),
                said.dispatchRun(),
                ArtifactKind.SUBAGENT_OUTPUT,
                said.digest(),
                said.attempt(),
                said.mediaType(),
                said.bytes(),
                said.summary(),
                said.baseSha(),
                said.files(),
                said.redactions());
    }

    /** The tools that the agent of {@code run} may use; a subagent those that everybody above it may use and it names. */
    static ToolScope tools(Desk desk, AgentDispatchRun run) {
        ToolScope scope = ToolScope.ALL;
        for (String name : Derivation.of(desk, run).line()) {
            scope = scope.narrowed(desk.get(AgentSubagent.class, run.metadata().namespace(), name)
                    .map(subagent -> subagent.spec().toolRefs())
                    .orElse(List.of()));
        }
        return scope;
    }

    /** The sandbox of {@code run}: what of the workspace its subagent sees, where the runtime isolates it. */
    static Sandbox sandbox(Desk desk, AgentDispatchRun run, Sandbox otherwise) {
        if (run.spec().request().subagent().isEmpty()) {
            return otherwise;
        }
        Sandbox sandbox = otherwise;
        for (String name : Derivation.of(desk, run).line()) {
            WorkspaceScope scope = desk.get(AgentSubagent.class, run.metadata().namespace(), name)
                    .map(subagent -> subagent.spec().workspaceScope())
                    .orElse(WorkspaceScope.NO_WORKSPACE);
            sandbox = narrowed(scope, sandbox);
        }
        return sandbox;
    }

    /** What an agent with {@code scope} may reach below one that may reach {@code otherwise}. */
    static Sandbox narrowed(WorkspaceScope scope, Sandbox otherwise) {
        boolean none = scope == WorkspaceScope.NO_WORKSPACE;
        Setup.Sandbox.Files files = switch (scope) {
            case NO_WORKSPACE -> Setup.Sandbox.Files.NONE;
            case READ_ONLY -> Setup.Sandbox.Files.READ_ONLY;
            default -> otherwise.files();
        };
        return new Sandbox(
                otherwise.required() || none,
                otherwise.network(),
                otherwise.hosts(),
                files.compareTo(otherwise.files()) < 0 ? files : otherwise.files(),
                otherwise.memoryBytes(),
                otherwise.processes(),
                otherwise.fileBytes());
    }
}
