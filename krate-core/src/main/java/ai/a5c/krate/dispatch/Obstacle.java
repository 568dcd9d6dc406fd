package ai.a5c.krate.dispatch;

import ai.a5c.krate.dispatch.Shares.Level;
import ai.a5c.krate.dispatch.Waiting.Reason;
import ai.a5c.krate.trust.Trust;
import java.util.Arrays;
import java.util.Optional;

/** What keeps an attempt from starting, whoever's turn it is. */
record Obstacle(Reason reason, String message) {

    /** What is in the way of an attempt at {@code place}; empty if it may start. */
    static Optional<Obstacle> of(Place place, Capacity capacity, Shares shares) {
        if (capacity.trustedOnly().contains(place.pool()) && place.trust() != Trust.TRUSTED) {
            return Optional.of(new Obstacle(
                    Reason.POOL_TRUSTED_ONLY,
                    "pool %s takes trusted work alone, and this is %s; choose an untrusted pool"
                            .formatted(place.pool(), Words.of(place.trust()))));
        }
        return Arrays.stream(Level.values())
                .filter(level -> level.counts(place) && shares.taken(level.of(place)) >= level.limit(capacity, place))
                .findFirst()
                .map(level -> full(level, place, capacity, shares))
                .or(() -> Optional.ofNullable(capacity.spent().get(place.organization()))
                        .map(message -> new Obstacle(Reason.DAILY_COST, message)));
    }

    private static Obstacle full(Level level, Place place, Capacity capacity, Shares shares) {
        int limit = level.limit(capacity, place);
        String what = named(level, place);
        return new Obstacle(
                reason(level, limit),
                limit <= 0
                        ? "%s takes no attempts".formatted(what)
                        : "%s is full: %d of %d are active".formatted(what, shares.taken(level.of(place)), limit));
    }

    private static Reason reason(Level full, int limit) {
        return switch (full) {
            case POOL -> limit <= 0 ? Reason.NO_CAPACITY : Reason.POOL_FULL;
            case ORGANIZATION -> Reason.ORGANIZATION_LIMIT;
            case REPOSITORY -> Reason.REPOSITORY_LIMIT;
            case STACK -> Reason.STACK_LIMIT;
            case WORK_ITEM -> Reason.WORK_ITEM_LIMIT;
        };
    }

    private static String named(Level level, Place place) {
        return switch (level) {
            case POOL -> "pool " + place.pool();
            case ORGANIZATION -> "organization " + place.organization();
            case REPOSITORY -> "repository " + place.repository();
            case STACK -> "stack " + place.stack();
            case WORK_ITEM -> "work item %s of repository %s".formatted(place.workItem(), place.repository());
        };
    }
}
