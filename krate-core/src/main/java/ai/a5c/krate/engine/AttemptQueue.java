package ai.a5c.krate.engine;

import static java.util.stream.Collectors.toMap;

import ai.a5c.krate.dispatch.Place;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The store's queue for work, as far as it is about attempts: an index that follows from attempts and runs, kept in step
 * in the transactions that change them, and made anew from them where it is not.
 */
public final class AttemptQueue {

    /** Where nobody may take over, whoever's lease ran out. */
    private static final Instant NEVER = Instant.parse("2262-01-01T00:00:00Z");

    private static final String[] OPEN = {
        "created", "assigned", "launching", "running", "waiting-for-input", "waiting-for-approval"
    };

    private AttemptQueue() {}

    /** Brings the queue in step with {@code attempt}, as it is stored now. */
    public static void keep(Records records, AgentDispatchAttempt attempt) {
        records.get(
                        AgentDispatchRun.class,
                        attempt.metadata().namespace(),
                        attempt.spec().agentDispatchRun())
                .ifPresentOrElse(run -> keep(records, attempt, run), () -> records.dequeue(attempt.key()));
    }

    /** Brings the queue in step with {@code run}, as it is stored now. */
    static void keep(Records records, AgentDispatchRun run) {
        if (run.status().attempts() > 0) {
            String latest = RunBook.attemptName(run, run.status().attempts());
            records.get(AgentDispatchAttempt.class, run.metadata().namespace(), latest)
                    .ifPresent(attempt -> keep(records, attempt, run));
        }
    }

    private static void keep(Records records, AgentDispatchAttempt attempt, AgentDispatchRun run) {
        Instant now = records.now();
        Instant until = attempt.status().lease().until();
        if (attempt.status().finishedAt() != null) {
            over(records, attempt, run);
        } else if (attempt.status().phase() != AttemptPhase.CREATED) {
            Instant due = mayBeTakenOver(run) ? Objects.requireNonNullElse(until, now) : NEVER;
            records.enqueue(entry(attempt, place(records, run), State.ACTIVE, now, due));
        } else if (run.status().phase() == RunPhase.QUEUED) {
            Instant since = Objects.requireNonNullElse(attempt.metadata().creationTimestamp(), Instant.EPOCH);
            Instant due = Objects.requireNonNullElse(until, since);
            State state = due.isAfter(now) ? State.LATER : State.WAITING;
            records.enqueue(entry(attempt, place(records, run), state, since, due));
        } else {
            records.dequeue(attempt.key());
        }
    }

    private static void over(Records records, AgentDispatchAttempt attempt, AgentDispatchRun run) {
        if (attempt.status().lease().token() > 0) {
            Place place = place(records, run);
            records.enqueue(entry(attempt, place, State.ENDED, records.now(), records.now()));
        } else {
            records.dequeue(attempt.key());
        }
    }

    /** Whether another worker goes on with an attempt of {@code run} that was left behind. */
    public static boolean mayBeTakenOver(AgentDispatchRun run) {
        return run.status().phase() == RunPhase.RUNNING
                || run.status().phase() == RunPhase.QUEUED
                || run.status().cancelRequested();
    }

    private static QueueEntry entry(
            AgentDispatchAttempt attempt, Place place, State state, Instant since, Instant due) {
        return new QueueEntry(
                attempt.key(),
                lane(place),
                Json.write(List.of(place.organization(), place.repository(), place.workItem())),
                Json.write(Json.toTree(place)),
                state,
                since,
                due);
    }

    /** What decides, besides the work item, whether an attempt may start. */
    private static String lane(Place place) {
        List<String> lane = new ArrayList<>(List.of(
                place.organization(),
                place.pool(),
                place.stack(),
                place.repository(),
                place.trust().name()));
        if (place.subagent()) {
            lane.add("subagent");
        }
        return Json.write(lane);
    }

    private static Place place(Records records, AgentDispatchRun run) {
        String namespace = run.metadata().namespace();
        AgentDispatchRun.Spec spec = run.spec();
        return new Place(
                namespace,
                spec.repository(),
                spec.workItem(),
                spec.agentStack(),
                namespace + "/" + spec.runnerPool(),
                spec.trust(),
                worksForAnother(records, run));
    }

    /** Whether a run that is not over waits for this one, so that both would wait for ever if this one needed room. */
    private static boolean worksForAnother(Records records, AgentDispatchRun run) {
        return !run.spec().request().subagent().isEmpty()
                && records.get(
                                AgentDispatchRun.class,
                                run.metadata().namespace(),
                                run.spec().parentRun())
                        .filter(parent -> parent.status().finishedAt() == null)
                        .filter(parent -> parent.status()
                                .childRuns()
                                .contains(run.metadata().name()))
                        .isPresent();
    }

    /** Makes the queue anew where it is not in step: before anybody kept it, or after somebody else wrote the store. */
    public static void mend(Desk desk) {
        Map<ResourceKey, State> queue =
                desk.ports().store().queue().stream().collect(toMap(QueueEntry::key, QueueEntry::state));
        Set<ResourceKey> open = new HashSet<>();
        Query query = Query.all("AgentDispatchAttempt").whereField("status.phase", OPEN);
        for (AgentDispatchAttempt attempt : desk.list(AgentDispatchAttempt.class, query)) {
            open.add(attempt.key());
            if (queue.getOrDefault(attempt.key(), State.ENDED) == State.ENDED) {
                mend(desk, attempt.key());
            }
        }
        queue.forEach((key, state) -> {
            if (state != State.ENDED && !open.contains(key)) {
                mend(desk, key);
            }
        });
    }

    private static void mend(Desk desk, ResourceKey key) {
        desk.write(records -> {
            records.get(AgentDispatchAttempt.class, key.namespace(), key.name())
                    .ifPresentOrElse(attempt -> keep(records, attempt), () -> records.dequeue(key));
            return key;
        });
    }
}
