package ai.a5c.krate.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charges one evaluation for every value that it makes, by size, before the next step can use it. */
final class Meter implements CelEvaluationListener {

    static final long MOST_COST = 250_000;

    private static final int CHARACTERS = 16;
    private static final int STEPS = 256;
    private static final int COPIES = 4;

    private final Plan plan;
    private final Map<Long, Long> haystacks = new HashMap<>();
    private long cost;

    Meter(Plan plan) {
        this.plan = plan;
    }

    long cost() {
        return cost;
    }

    @Override
    public void callback(CelExpr expression, @Nullable Object value) {
        long id = expression.id();
        charge(plan.passes(id) ? copied(value) : size(value));
        if (value instanceof String text) {
            charge((long) text.length() * plan.patternSteps(id) / STEPS);
            search(id, text);
        }
    }

    private void search(long id, String text) {
        if (plan.isHaystack(id)) {
            haystacks.put(id, (long) text.length());
        }
        charge(haystacks.getOrDefault(plan.haystack(id), 0L) * text.length() / STEPS);
    }

    /** A loop copies the list that it makes with every step, but not what is in it. */
    private static long copied(@Nullable Object value) {
        return value instanceof Collection<?> items ? 1L + items.size() / COPIES : 1;
    }

    private static long size(@Nullable Object value) {
        if (value instanceof String text) {
            return 1L + text.length() / CHARACTERS;
        }
        if (value instanceof Collection<?> items) {
            return 1 + items.stream().mapToLong(Meter::size).sum();
        }
        return value instanceof Map<?, ?> members ? 1 + size(members.keySet()) + size(members.values()) : 1;
    }

    private void charge(long more) {
        cost += more;
        if (cost > MOST_COST) {
            throw new CostException();
        }
    }
}
