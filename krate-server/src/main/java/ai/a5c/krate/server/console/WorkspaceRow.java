package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkTree;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A workspace in the list and at the head of its page.
 *
 * @param facts what is notable about it, in a few words each
 * @param attention whether somebody should look at it
 * @param when how long ago something was done in it
 */
public record WorkspaceRow(
        String name,
        Badge badge,
        String repository,
        String ref,
        String workItem,
        String run,
        List<String> facts,
        boolean attention,
        String trust,
        String when) {

    private static final long KILO = 1024;

    public WorkspaceRow {
        facts = List.copyOf(facts);
    }

    static WorkspaceRow of(AgentWorkspace workspace, Instant now) {
        AgentWorkspace.Spec spec = workspace.spec();
        AgentWorkspace.Status status = workspace.status();
        return new WorkspaceRow(
                workspace.metadata().name(),
                badge(status),
                spec.repository(),
                spec.ref(),
                spec.workItem(),
                status.tenancy().lastRun(),
                facts(status),
                needsAttention(status),
                spec.trust().name().toLowerCase(Locale.ROOT),
                Ago.since(status.lastActivityAt(), now));
    }

    private static boolean needsAttention(AgentWorkspace.Status status) {
        return status.phase() == WorkspacePhase.LOST
                || status.phase() == WorkspacePhase.REBASING
                || !status.tree().conflicts().isEmpty()
                || !status.task().trouble().isEmpty();
    }

    private static Badge badge(AgentWorkspace.Status status) {
        String word = status.phase().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!status.task().pending().isEmpty()) {
            return new Badge("wait", "clock", status.task().pending());
        }
        return switch (status.phase()) {
            case PROVISIONING -> new Badge("wait", "clock", word);
            case PROVISIONED, RELEASED -> new Badge("good", "check", word);
            case IN_USE -> new Badge("live", "dot", word);
            case REBASING -> new Badge("wait", "hand", word);
            case LOST -> new Badge("bad", "cross", word);
            case ARCHIVED, REMOVED -> new Badge("quiet", "check", word);
        };
    }

    private static List<String> facts(AgentWorkspace.Status status) {
        WorkTree tree = status.tree();
        List<String> facts = new ArrayList<>();
        add(facts, status.pinned(), "pinned");
        add(facts, tree.dirty(), "dirty");
        add(facts, tree.ahead() > 0, tree.ahead() + " ahead");
        add(facts, tree.behind() > 0, tree.behind() + " behind");
        add(facts, !tree.conflicts().isEmpty(), tree.conflicts().size() + " in conflict");
        add(facts, status.bytes() > 0, size(status.bytes()));
        return facts;
    }

    private static void add(List<String> facts, boolean is, String fact) {
        if (is) {
            facts.add(fact);
        }
    }

    private static String size(long bytes) {
        if (bytes < KILO) {
            return bytes + " bytes";
        }
        return bytes < KILO * KILO
                ? "%.1f KiB".formatted((double) bytes / KILO)
                : "%.1f MiB".formatted((double) bytes / KILO / KILO);
    }
}
