package ai.a5c.krate.trigger;

import ai.a5c.krate.event.SourceEvent;
import java.util.function.Predicate;

/** A compiled condition: pure, the same for the same event, and of bounded cost. */
public interface EventPredicate extends Predicate<SourceEvent> {

    /** Whether it holds; what cannot be worked out does not. */
    @Override
    boolean test(SourceEvent event);

    /** What it came to, for people: {@code true}, {@code false}, or why nobody can tell. */
    String actual(SourceEvent event);
}
