package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.StoredRecords;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An organization's counters, each counted by an index and none by reading resources.
 *
 * @param runs how many by phase
 * @param sessions how many by phase
 * @param deliveries how many by phase
 * @param workspaces how many by phase
 * @param oldestWait for how long the oldest queued run has been there; zero if none is queued
 * @param costToday US dollars of the runs that were made today, in UTC
 * @param costThisMonth of those made this month
 */
public record Summary(
        Map<String, Long> runs,
        Map<String, Long> sessions,
        Map<String, Long> deliveries,
        Map<String, Long> workspaces,
        long pendingApprovals,
        Duration oldestWait,
        double costToday,
        double costThisMonth) {

    private static final String PHASE = "status.phase";

    /** The counters of the organization whose namespace this is. */
    public static Summary of(ResourceStore store, String namespace, Instant now) {
        Query approvals = Query.of("AgentApproval", namespace).whereField(PHASE, word(ApprovalPhase.PENDING));
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        return new Summary(
                counts(store, Query.of("AgentDispatchRun", namespace), RunPhase.values()),
                counts(store, Query.of("AgentSession", namespace), SessionPhase.values()),
                counts(store, Query.of("WebhookDelivery", namespace), WebhookDelivery.Phase.values()),
                counts(store, Query.of("AgentWorkspace", namespace), WorkspacePhase.values()),
                store.count(approvals),
                oldestWait(store, namespace, now),
                cost(store, namespace, today.toInstant()),
                cost(store, namespace, today.withDayOfMonth(1).toInstant()));
    }

    /** How many runs have not ended. */
    public long active() {
        return runs.entrySet().stream()
                .filter(phase -> !phase.getKey().matches("succeeded|failed|cancelled"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many runs are queued. */
    public long queued() {
        return runs.getOrDefault(word(RunPhase.QUEUED), 0L);
    }

    private static Map<String, Long> counts(ResourceStore store, Query query, Enum<?>... phases) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Enum<?> phase : phases) {
            counts.put(word(phase), store.count(query.whereField(PHASE, word(phase))));
        }
        return counts;
    }

    /** Names of runs sort by their time, so that the first one is the oldest. */
    private static Duration oldestWait(ResourceStore store, String namespace, Instant now) {
        Query query = Query.of("AgentDispatchRun", namespace)
                .whereField(PHASE, word(RunPhase.QUEUED))
                .limit(1);
        return store.list(query).items().stream()
                .map(StoredRecords::read)
                .map(run -> run.metadata().creationTimestamp())
                .filter(made -> made != null && made.isBefore(now))
                .map(made -> Duration.between(made, now))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static double cost(ResourceStore store, String namespace, Instant since) {
        String first = namespace + "/" + Names.timed("run", since, "").replaceAll("-[^-]*$", "");
        return store.sum(Query.of("AgentDispatchRun", namespace).after(first), "status.costUsd");
    }

    private static String word(Enum<?> phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
