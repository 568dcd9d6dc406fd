package ai.a5c.krate.cel;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.trigger.EventPredicate;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelVariableResolver;
import java.util.Optional;

/** One compiled expression. */
final class CelCondition implements EventPredicate {

    private final Program program;
    private final Plan plan;

    CelCondition(Program program, Plan plan) {
        this.program = program;
        this.plan = plan;
    }

    @Override
    public boolean test(SourceEvent event) {
        try {
            return evaluate(event, new Meter(plan));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    @Override
    public String actual(SourceEvent event) {
        try {
            return String.valueOf(evaluate(event, new Meter(plan)));
        } catch (CelEvaluationException e) {
            return Faults.of(e);
        }
    }

    /** What the evaluation for {@code event} costs, as far as it gets. */
    long cost(SourceEvent event) {
        Meter meter = new Meter(plan);
        try {
            evaluate(event, meter);
        } catch (CelEvaluationException e) {
            return meter.cost();
        }
        return meter.cost();
    }

    private boolean evaluate(SourceEvent event, Meter meter) throws CelEvaluationException {
        StructValue<String, Object> seen = EventShape.of(event);
        CelVariableResolver variables = name -> name.equals("event") ? Optional.of(seen) : Optional.empty();
        return Boolean.TRUE.equals(program.trace(variables, meter));
    }
}
