package ai.a5c.krate.engine.reconcile;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a repository has been looked through.
 *
 * <p>All times but {@code begun} are the forge's own: it does not matter how its clock differs from Krate's.
 *
 * @param since changes of then or later are looked for
 * @param begun when the sweep under way began, by Krate's clock
 * @param latest the latest change that the sweep under way has seen; {@code since} if none
 * @param place where the sweep goes on; empty for its first page
 */
record Sweep(Instant since, Instant begun, Instant latest, String place) {

    /** So much is looked at again with every sweep, so that what was committed late at the forge is seen. */
    static final Duration OVERLAP = Duration.ofMinutes(2);

    /** The first sweep, of what happens from {@code now} on. */
    static Sweep first(Instant now, Optional<Instant> atForge) {
        Instant earlier = atForge.filter(now::isAfter).orElse(now);
        Instant since = earlier.minus(OVERLAP);
        return new Sweep(since, now, since, "");
    }

    /** This sweep, if it is only to begin, as it begins at {@code now}. */
    Sweep at(Instant now) {
        return place.isEmpty() ? new Sweep(since, now, since, "") : this;
    }

    /**
     * How far it is after a page.
     *
     * <p>After the last page the next sweep looks at what changed since this one began, so that nothing is lost that changed
     * behind its back: the latest change that was seen, less the time that it took, less the overlap.
     */
    Sweep after(Optional<Instant> seen, String next, Instant now) {
        Instant newest = seen.filter(latest::isBefore).orElse(latest);
        if (!next.isEmpty()) {
            return new Sweep(since, begun, newest, next);
        }
        Duration took = Duration.between(begun, now);
        Instant from = newest.minus(took.isNegative() ? Duration.ZERO : took).minus(OVERLAP);
        Instant further = from.isAfter(since) ? from : since;
        return new Sweep(further, now, further, "");
    }

    /** Whether {@code other} says the same of where to go on. */
    boolean isLike(Sweep other) {
        return since.equals(other.since) && place.equals(other.place);
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("since", since.toString());
        json.put("begun", begun.toString());
        json.put("latest", latest.toString());
        json.put("place", place);
        return Json.write(json);
    }

    /** What {@code json} says; empty if it cannot be read. */
    static Optional<Sweep> of(String json) {
        try {
            Map<String, Object> read = Json.readObject(json);
            return Optional.of(new Sweep(
                    time(read, "since"), time(read, "begun"), time(read, "latest"), String.valueOf(read.get("place"))));
        } catch (InvalidJsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant time(Map<String, Object> read, String name) {
        return Instant.parse(Objects.toString(read.get(name), ""));
    }
}
