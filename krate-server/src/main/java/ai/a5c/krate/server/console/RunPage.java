package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.AuditRecord;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page of a run.
 *
 * @param lanes empty if the run is too long to look for them each time
 */
public record RunPage(
        Shell shell,
        RunRow row,
        AgentDispatchRun run,
        RunControls controls,
        List<LimitRow> limits,
        Optional<WorkItemCard> item,
        List<BuildCard> builds,
        Optional<List<LaneRow>> lanes,
        List<EventRow> events,
        long earlier,
        long last,
        List<String> transcript,
        List<ApprovalCard> approvals,
        Optional<DiffView> diff,
        List<WriteBackRow> writeBacks,
        List<ArtifactRow> artifacts,
        List<AgentDispatchAttempt> attempts,
        List<SessionRow> sessions,
        Optional<AgentContextBundle> bundle,
        List<AuditRecord> audit) {

    public RunPage {
        limits = List.copyOf(limits);
        builds = List.copyOf(builds);
        events = List.copyOf(events);
        lanes = lanes.map(List::copyOf);
        transcript = List.copyOf(transcript);
        approvals = List.copyOf(approvals);
        writeBacks = List.copyOf(writeBacks);
        artifacts = List.copyOf(artifacts);
        attempts = List.copyOf(attempts);
        sessions = List.copyOf(sessions);
        audit = List.copyOf(audit);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/runs/" + row.name();
    }

    /** Where live events come from. */
    public String live() {
        return url() + "/live?after=" + last;
    }

    /** A badge for a phase, for templates. */
    public Badge badge(Enum<?> phase) {
        return Badge.of(phase);
    }

    /** A digest short enough to read. */
    public String brief(String digest) {
        return digest.length() > 19 ? digest.substring(0, 19) : digest;
    }

    /** One effect. */
    public record WriteBackRow(
            int ordinal, String action, String target, Badge badge, String url, String remoteId, String reason) {}

    /** One product. */
    public record ArtifactRow(String name, String kind, long bytes, String summary) {}
}
