package ai.a5c.krate.server.console;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.subagent.LaneReader;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.server.console.RunPage.ArtifactRow;
import ai.a5c.krate.server.console.RunPage.WriteBackRow;
import ai.a5c.krate.server.http.RunEvents;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what the page of a run shows. */
final class RunReader {

    /** Events on one page. */
    static final int WINDOW = 300;

    private static final Set<String> SPOKEN = Set.of("message", "result");
    private static final int AUDIT_PAGES = 20;

    /** Beyond so many events, lanes have a page of their own. */
    private static final long SHORT = 3_000;

    private final ResourceDesk desk;
    private final ResourceStore store;
    private final BlobStore blobs;
    private final AuditTrail audit;
    private final LaneReader lanes;
    private final InstantSource clock;

    RunReader(ConsoleParts parts) {
        this.desk = parts.desk();
        this.store = parts.store();
        this.blobs = parts.blobs();
        this.audit = parts.audit();
        this.lanes = parts.lanes();
        this.clock = parts.clock();
    }

    /** The page with the events before the one at {@code before}, or with the newest if that is 0. */
    RunPage read(AgentDispatchRun run, Visit visit, Shell shell, long before, RunControls controls) {
        Instant now = clock.instant();
        String namespace = visit.scope().namespace();
        List<StreamEvent> events = events(namespace, run.metadata().name(), before);
        List<AgentArtifact> artifacts = all(AgentArtifact.class, namespace, run, "spec.dispatchRun");
        List<AgentDispatchAttempt> attempts = all(AgentDispatchAttempt.class, namespace, run, "spec.agentDispatchRun");
        long first = events.isEmpty() ? 0 : events.get(0).sequence();
        long last = events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
        return new RunPage(
                shell,
                RunRow.of(run, now),
                run,
                controls,
                limits(run, attempts, now),
                WorkItemCard.of(desk, run, now),
                BuildCard.of(desk, run),
                last > SHORT ? Optional.empty() : Optional.of(LaneRow.of(lanes.lanes(run))),
                events.stream().map(EventRow::of).toList(),
                first > 1 ? first : 0,
                last,
                transcript(events),
                ApprovalCard.of(all(AgentApproval.class, namespace, run, "spec.dispatchRun"), visit, now),
                diff(artifacts),
                writeBacks(namespace, run),
                artifacts.stream().map(RunReader::row).toList(),
                attempts,
                all(AgentSession.class, namespace, run, "spec.dispatchRun").stream()
                        .map(session -> SessionRow.of(session, now))
                        .toList(),
                Optional.of(run.spec().contextBundleRef())
                        .filter(name -> !name.isEmpty())
                        .flatMap(name -> desk.get(AgentContextBundle.class, namespace, name)),
                audit(namespace, run.metadata().name()));
    }

    private List<LimitRow> limits(AgentDispatchRun run, List<AgentDispatchAttempt> attempts, Instant now) {
        Optional<AgentDispatchAttempt> latest = attempts.stream()
                .max(Comparator.comparingInt(attempt -> attempt.spec().number()));
        Optional<String> stack = Optional.of(run.spec().stackSnapshot())
                .filter(digest -> !digest.isEmpty())
                .flatMap(digest -> blobs.get(new Digest(digest)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return LimitRow.of(run, latest, stack, now);
    }

    private List<StreamEvent> events(String namespace, String run, long before) {
        String stream = RunEvents.stream(namespace, run);
        if (before > 0) {
            return store.events(stream, Math.max(0, before - 1 - WINDOW), WINDOW).stream()
                    .filter(event -> event.sequence() < before)
                    .toList();
        }
        long last = store.transact(transaction -> transaction.lastSequence(stream));
        return store.events(stream, Math.max(0, last - WINDOW), WINDOW);
    }

    private static List<String> transcript(List<StreamEvent> events) {
        return Markdown.all(events.stream()
                .filter(event -> SPOKEN.contains(event.type()))
                .map(event -> EventRow.of(event).text())
                .toList());
    }

    private <R extends Resource> List<R> all(Class<R> kind, String namespace, AgentDispatchRun run, String field) {
        Query query = Query.of(kind.getSimpleName(), namespace)
                .whereField(field, run.metadata().name());
        return desk.list(query.limit(200)).items().stream().map(kind::cast).toList();
    }

    private Optional<DiffView> diff(List<AgentArtifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.spec().kind() == ArtifactKind.PATCH)
                .reduce((earlier, later) -> later)
                .flatMap(patch -> blobs.get(new Digest(patch.spec().digest())).map(bytes -> DiffView.of(patch, bytes)));
    }

    private List<WriteBackRow> writeBacks(String namespace, AgentDispatchRun run) {
        return all(AgentWriteBack.class, namespace, run, "spec.dispatchRun").stream()
                .sorted(Comparator.comparingInt(writeBack -> writeBack.spec().ordinal()))
                .map(RunReader::row)
                .toList();
    }

    private static WriteBackRow row(AgentWriteBack writeBack) {
        AgentWriteBack.Status status = writeBack.status();
        return new WriteBackRow(
                writeBack.spec().ordinal(),
                writeBack.spec().action(),
                writeBack.spec().target(),
                Badge.of(status.phase()),
                Links.web(status.url()),
                status.remoteId(),
                status.reason() == null ? "" : status.reason().message());
    }

    private static ArtifactRow row(AgentArtifact artifact) {
        return new ArtifactRow(
                artifact.metadata().name(),
                artifact.spec().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                artifact.spec().bytes(),
                artifact.spec().summary());
    }

    private List<AuditRecord> audit(String namespace, String run) {
        List<AuditRecord> found = new ArrayList<>();
        long after = 0;
        for (int page = 0; page < AUDIT_PAGES; page++) {
            List<AuditRecord> records = audit.list(namespace, after, 1_000);
            records.stream()
                    .filter(record -> record.entry().subject().contains(run)
                            || record.entry().document().contains(run))
                    .forEach(found::add);
            if (records.size() < 1_000) {
                break;
            }
            after = records.get(records.size() - 1).sequence();
        }
        return found;
    }
}
