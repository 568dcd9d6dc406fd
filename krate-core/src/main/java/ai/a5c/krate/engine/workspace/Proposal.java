package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.workspace.Action;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Exactly what an action would do to a workspace now.
 *
 * @param argument what it was given, such as the side whose lines count
 * @param base the commit that the work is based on; empty where there is none
 * @param head all of the work as a commit; empty where there is none
 * @param onto the commit that the work is to be based on; empty if it stays
 * @param target on what, for people
 * @param preview what becomes of it, for people
 * @param risks what to look at
 */
record Proposal(
        Action action,
        String argument,
        boolean discard,
        String base,
        String head,
        String onto,
        String target,
        String preview,
        List<String> risks) {

    private static final int LONGEST = 4_000;

    Proposal {
        risks = List.copyOf(risks);
        preview = preview.length() <= LONGEST ? preview : preview.substring(0, LONGEST);
    }

    /** That {@code actor} asked for it, in {@code approval}. */
    Request request(String actor, String approval) {
        return new Request(action.word(), argument, discard, actor, approval, head, onto);
    }

    /** What a yes holds for: this action, on this workspace with exactly this work, and this target. */
    Digest binding(AgentWorkspace workspace) {
        AgentWorkspace.Status status = workspace.status();
        return Digest.of(CanonicalJson.text(Map.of(
                "organization",
                workspace.spec().organizationRef(),
                "workspace",
                Objects.requireNonNullElse(workspace.metadata().uid(), ""),
                "action",
                action.word(),
                "argument",
                argument,
                "discard",
                discard,
                "base",
                base,
                "head",
                head,
                "onto",
                onto,
                "archive",
                status.archiveDigest(),
                "pinned",
                action == Action.CLEANUP && status.pinned())));
    }
}
