package ai.a5c.krate.trigger;

import java.util.function.Function;
import java.util.function.Predicate;

/** One thing that a rule asks of an event, and how to say what was asked and what was there. */
record Condition(String name, String expected, Predicate<Occurrence> holds, Function<Occurrence, String> actual) {

    /** A condition that never holds. */
    static Condition never(String name, String expected, String actual) {
        return new Condition(name, expected, event -> false, event -> actual);
    }
}
