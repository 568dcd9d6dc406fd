package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what the subagents of an attempt have made and may be offered for write-back, byte for byte as they made it. */
final class SubagentOutputs {

    /** What a policy names among its allowed targets that has outputs of subagents offered at all. */
    static final String TARGET = "subagent-output";

    private SubagentOutputs() {}

    /** The outputs of the subagents that {@code attempt} asked for and that have succeeded; none where the policy names none. */
    static List<Output> of(Desk desk, AgentDispatchRun run, AgentDispatchAttempt attempt) {
        if (!run.spec().writeBackPolicy().allowedTargets().contains(TARGET)) {
            return List.of();
        }
        return run.status().childRuns().stream()
                .flatMap(name -> desk.get(AgentDispatchRun.class, run.metadata().namespace(), name).stream())
                .filter(child -> !child.spec().request().subagent().isEmpty())
                .filter(child -> child.spec()
                        .request()
                        .askedBy()
                        .equals(attempt.metadata().name()))
                .filter(child -> child.status().phase() == RunPhase.SUCCEEDED)
                .flatMap(child -> outputs(desk, child))
                .toList();
    }

    /** The last patch and the last answer of {@code child}; nothing in which something was redacted. */
    private static Stream<Output> outputs(Desk desk, AgentDispatchRun child) {
        List<AgentArtifact> artifacts = child.status().artifacts().stream()
                .flatMap(name -> desk.get(AgentArtifact.class, child.metadata().namespace(), name).stream())
                .filter(artifact -> artifact.spec().redactions().isEmpty())
                .toList();
        return Stream.of(ArtifactKind.PATCH, ArtifactKind.SUBAGENT_OUTPUT)
                .flatMap(kind -> last(artifacts, kind).stream())
                .map(artifact -> new Output(
                        child,
                        artifact,
                        Blobs.text(desk.ports(), artifact.spec().digest())));
    }

    private static Optional<AgentArtifact> last(List<AgentArtifact> artifacts, ArtifactKind kind) {
        return artifacts.stream()
                .filter(artifact -> artifact.spec().kind() == kind)
                .reduce((first, last) -> last);
    }

    /**
     * One output of a subagent.
     *
     * @param child the subagent's run
     */
    record Output(AgentDispatchRun child, AgentArtifact artifact, String text) {

        boolean isPatch() {
            return artifact.spec().kind() == ArtifactKind.PATCH;
        }
    }
}
