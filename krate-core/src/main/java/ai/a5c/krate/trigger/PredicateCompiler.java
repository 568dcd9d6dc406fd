package ai.a5c.krate.trigger;

/** Compiles the conditions that rules write as expressions. */
@FunctionalInterface
public interface PredicateCompiler {

    /** Knows no language: every expression is refused. */
    PredicateCompiler NONE = expression -> {
        throw new InvalidExpressionException("conditions in CEL are not available here");
    };

    /**
     * The condition that {@code expression} writes.
     *
     * @throws InvalidExpressionException if it is malformed, names what an event does not have, or costs too much
     */
    EventPredicate compile(String expression);
}
