package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collects the conditions of one resource at one instant. */
final class Aspects {

    private final Resource resource;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();

    Aspects(Resource resource, Instant now) {
        this.resource = resource;
        this.now = now;
    }

    /** It is so. */
    Aspects yes(String type, String reason, String message) {
        return add(type, "True", reason, message);
    }

    /** It is not so; {@code message} says what to do. */
    Aspects no(String type, String reason, String message) {
        return add(type, "False", reason, message);
    }

    /** Nobody can tell. */
    Aspects unknown(String type, String reason, String message) {
        return add(type, "Unknown", reason, message);
    }

    /** It is so unless there is a fault. */
    Aspects unless(String type, String good, String bad, Supplier<Optional<String>> fault) {
        Optional<String> found = fault.get();
        return found.isEmpty() ? yes(type, good, "") : no(type, bad, found.get());
    }

    /** Adds {@code Ready}: nothing observed so far is False. */
    Aspects ready() {
        return ready(Optional.empty());
    }

    /** The same, unless there is {@code another} fault, which is observed by others. */
    Aspects ready(Optional<Condition> another) {
        Stream.concat(conditions.stream(), another.stream())
                .filter(condition -> condition.status().equals("False"))
                .findFirst()
                .ifPresentOrElse(
                        condition -> no("Ready", condition.reason(), condition.message()),
                        () -> yes("Ready", "NothingMissing", ""));
        return this;
    }

    Observation observation() {
        return new Observation(resource, conditions);
    }

    private Aspects add(String type, String status, String reason, String message) {
        conditions.add(
                new Condition(type, status, reason, message, resource.metadata().generation(), now));
        return this;
    }
}
