package ai.a5c.krate.dispatch;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.dispatch.Shares.Level;
import ai.a5c.krate.dispatch.Waiting.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says whose turn it is: of the organizations the one with the least active work for its weight, then of its
 * repositories, then of its work items, then the oldest attempt.
 *
 * <p>Of equals the one comes first that was started longest ago, then the one that has waited longest, then the name
 * decides. There is no memory: the turn follows from what is active and what was started.
 */
public final class FairShare {

    private static final List<Level> TURNS = List.of(Level.ORGANIZATION, Level.REPOSITORY, Level.WORK_ITEM);
    private static final Comparator<QueuedAttempt> OLDEST =
            Comparator.comparing(QueuedAttempt::queuedAt).thenComparing(QueuedAttempt::attempt);

    private FairShare() {}

    /** The attempt to start now; empty when nothing waits or nothing has room. Linear in what {@code queue} holds. */
    public static Optional<QueuedAttempt> next(Queue queue, Capacity capacity) {
        Shares shares = new Shares(queue.started());
        List<QueuedAttempt> candidates = queue.waiting().stream()
                .filter(one -> Obstacle.of(one.place(), capacity, shares).isEmpty())
                .toList();
        for (Level level : TURNS) {
            candidates = groups(candidates, level).stream()
                    .map(members -> Turn.of(members, level, shares, capacity))
                    .min(Turn.ORDER)
                    .map(Turn::members)
                    .orElse(List.of());
        }
        return candidates.stream().min(OLDEST);
    }

    /** Why {@code attempt} waits; empty when it does not. */
    public static Optional<Waiting> explain(Queue queue, Capacity capacity, String attempt) {
        return Optional.ofNullable(explain(queue, capacity).get(attempt));
    }

    /** Why each of those that wait does, by attempt. */
    public static Map<String, Waiting> explain(Queue queue, Capacity capacity) {
        Shares shares = new Shares(queue.started());
        Optional<QueuedAttempt> next = next(queue, capacity);
        Map<String, Waiting> explained = new HashMap<>();
        for (List<QueuedAttempt> pool : groups(queue.waiting(), Level.POOL)) {
            List<QueuedAttempt> order = order(pool, 0, shares, capacity);
            for (int index = 0; index < order.size(); index++) {
                QueuedAttempt one = order.get(index);
                Obstacle why = Obstacle.of(one.place(), capacity, shares)
                        .orElse(turn(one, next.filter(one::equals).isPresent(), index + 1, order.size()));
                explained.put(one.attempt(), new Waiting(index + 1, order.size(), why.reason(), why.message()));
            }
        }
        return explained;
    }

    private static Obstacle turn(QueuedAttempt one, boolean next, int position, int length) {
        return next
                ? new Obstacle(Reason.NEXT, "the next free worker takes it")
                : new Obstacle(
                        Reason.NOT_ITS_TURN,
                        "others go first: place %d of %d in pool %s"
                                .formatted(position, length, one.place().pool()));
    }

    /** The attempts in the order in which they would start if nothing that is active ended and there was room. */
    private static List<QueuedAttempt> order(
            List<QueuedAttempt> attempts, int depth, Shares shares, Capacity capacity) {
        if (depth == TURNS.size()) {
            return attempts.stream().sorted(OLDEST).toList();
        }
        List<Turn> turns = new ArrayList<>();
        for (List<QueuedAttempt> group : groups(attempts, TURNS.get(depth))) {
            List<QueuedAttempt> inner = order(group, depth + 1, shares, capacity);
            Turn turn = Turn.of(inner, TURNS.get(depth), shares, capacity);
            IntStream.range(0, inner.size())
                    .mapToObj(index -> turn.later(index, inner.get(index)))
                    .forEach(turns::add);
        }
        turns.sort(Turn.ORDER);
        return turns.stream().map(turn -> turn.members().get(0)).toList();
    }

    private static Collection<List<QueuedAttempt>> groups(List<QueuedAttempt> attempts, Level level) {
        return attempts.stream()
                .collect(groupingBy(one -> level.of(one.place())))
                .values();
    }

    /**
     * The turn of an organization, repository or work item.
     *
     * @param active what it has at work, with what it would have started by this turn
     */
    private record Turn(
            Shares.Key key, int active, int weight, Instant lastStart, Instant oldest, List<QueuedAttempt> members) {

        static final Comparator<Turn> ORDER = ((Comparator<Turn>) Turn::byShare)
                .thenComparing(Turn::lastStart)
                .thenComparing(Turn::oldest)
                .thenComparing(Turn::key);

        static Turn of(List<QueuedAttempt> members, Level level, Shares shares, Capacity capacity) {
            Shares.Key key = level.of(members.get(0).place());
            int weight = level == Level.ORGANIZATION ? capacity.weight(key.organization()) : 1;
            Instant oldest = members.stream().min(OLDEST).orElseThrow().queuedAt();
            return new Turn(key, shares.active(key), weight, shares.lastStart(key), oldest, members);
        }

        /** Its turn after {@code ahead} other ones of its own, that starts {@code attempt}. */
        Turn later(int ahead, QueuedAttempt attempt) {
            return new Turn(key, active + ahead, weight, lastStart, oldest, List.of(attempt));
        }

        private int byShare(Turn other) {
            return Long.compare((long) active * other.weight, (long) other.active * weight);
        }
    }
}
