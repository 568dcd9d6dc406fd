package ai.a5c.krate.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what is active, and knows what was started last, by organization, repository, work item, stack and pool. */
final class Shares {

    /** Something attempts are counted by; equal keys count together. */
    record Key(Level level, String organization, String name, String inner) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::level)
                .thenComparing(Key::organization)
                .thenComparing(Key::name)
                .thenComparing(Key::inner);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** What attempts are counted by. */
    enum Level {
        POOL,
        ORGANIZATION,
        REPOSITORY,
        STACK,
        WORK_ITEM;

        Key of(Place place) {
            return switch (this) {
                case POOL -> new Key(this, "", place.pool(), "");
                case ORGANIZATION -> new Key(this, place.organization(), "", "");
                case REPOSITORY -> new Key(this, place.organization(), place.repository(), "");
                case STACK -> new Key(this, place.organization(), place.stack(), "");
                case WORK_ITEM -> new Key(this, place.organization(), place.repository(), place.workItem());
            };
        }

        /** Whether an attempt at {@code place} takes up room here, and needs it. */
        boolean counts(Place place) {
            return switch (this) {
                case POOL, ORGANIZATION -> true;
                case REPOSITORY, STACK, WORK_ITEM -> !place.subagent();
            };
        }

        int limit(Capacity capacity, Place place) {
            return switch (this) {
                case POOL -> capacity.ofPool(place.pool());
                case ORGANIZATION -> capacity.ofOrganization(place.organization());
                case REPOSITORY -> capacity.ofRepository(place);
                case STACK -> capacity.ofStack(place);
                case WORK_ITEM -> capacity.ofWorkItem(place);
            };
        }
    }

    private final Map<Key, Integer> active = new HashMap<>();
    private final Map<Key, Integer> taken = new HashMap<>();
    private final Map<Key, Instant> lastStart = new HashMap<>();

    Shares(List<StartedAttempt> started) {
        for (StartedAttempt one : started) {
            for (Level level : Level.values()) {
                Key key = level.of(one.place());
                active.merge(key, one.active() ? 1 : 0, Integer::sum);
                taken.merge(key, one.active() && level.counts(one.place()) ? 1 : 0, Integer::sum);
                lastStart.merge(key, one.startedAt(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
    }

    int active(Key key) {
        return active.getOrDefault(key, 0);
    }

    /** How much room is taken up there. */
    int taken(Key key) {
        return taken.getOrDefault(key, 0);
    }

    Instant lastStart(Key key) {
        return lastStart.getOrDefault(key, Instant.MIN);
    }
}
