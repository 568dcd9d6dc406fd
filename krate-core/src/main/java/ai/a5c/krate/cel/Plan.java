package ai.a5c.krate.cel;

import ai.a5c.krate.trigger.InvalidExpressionException;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What has to be known of an expression before its evaluation can be charged: where patterns are searched, where one
 * text is searched in another, and which values only pass through a loop.
 */
final class Plan {

    static final int MOST_PATTERN_STEPS = 250;

    /** The text that a pattern is searched in, and the pattern's length in steps. */
    private final Map<Long, Integer> patternSteps = new HashMap<>();
    /** What is searched for, and the text that it is searched in. */
    private final Map<Long, Long> needles = new HashMap<>();

    private final Set<Long> passing = new HashSet<>();

    private Plan() {}

    /**
     * The plan of a checked expression.
     *
     * @throws InvalidExpressionException if it makes values of its own types, or a pattern is no literal or too long
     */
    static Plan of(CelAbstractSyntaxTree checked) {
        Plan plan = new Plan();
        CelNavigableAst.fromAst(checked)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .forEach(plan::read);
        return plan;
    }

    int patternSteps(long id) {
        return patternSteps.getOrDefault(id, 0);
    }

    /** The id of the text in which the value of {@code id} is searched for; 0 if it is not searched for. */
    long haystack(long id) {
        return needles.getOrDefault(id, 0L);
    }

    boolean isHaystack(long id) {
        return needles.containsValue(id);
    }

    /** Whether the value only passes through a loop, whose parts have been charged for where they were made. */
    boolean passes(long id) {
        return passing.contains(id);
    }

    private void read(CelExpr expression) {
        Kind kind = expression.getKind();
        if (kind == Kind.CALL) {
            call(expression.call());
        } else if (kind == Kind.COMPREHENSION) {
            loop(expression.comprehension());
        } else if (kind == Kind.STRUCT) {
            throw new InvalidExpressionException("a condition makes no values of type '%s'"
                    .formatted(expression.struct().messageName()));
        }
    }

    private void call(CelCall call) {
        List<CelExpr> operands =
                Stream.concat(call.target().stream(), call.args().stream()).toList();
        if (operands.size() != 2) {
            return;
        }
        if (call.function().equals("matches")) {
            patternSteps.put(operands.get(0).id(), steps(operands.get(1)));
        } else if (call.function().equals("contains")) {
            needles.put(operands.get(1).id(), operands.get(0).id());
        }
    }

    private static int steps(CelExpr pattern) {
        if (pattern.getKind() != Kind.CONSTANT || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw new InvalidExpressionException("the pattern of matches() must be written out as a text");
        }
        try {
            int steps = Pattern.compile(pattern.constant().stringValue()).programSize();
            if (steps <= MOST_PATTERN_STEPS) {
                return steps;
            }
            throw new InvalidExpressionException(
                    "a pattern of matches() takes %d steps, and %d are allowed".formatted(steps, MOST_PATTERN_STEPS));
        } catch (PatternSyntaxException e) {
            throw new InvalidExpressionException("a pattern of matches() is malformed: " + e.getDescription());
        }
    }

    private void loop(CelComprehension loop) {
        pass(loop.loopStep(), loop.accuVar());
        pass(loop.result(), loop.accuVar());
    }

    /** Notes what hands the loop's own value on: it, it with one more element, and a choice between the two. */
    private void pass(CelExpr step, String accumulator) {
        if (step.getKind() == Kind.IDENT && step.ident().name().equals(accumulator)) {
            passing.add(step.id());
        } else if (step.getKind() == Kind.CALL && isPlain(step.call())) {
            List<CelExpr> operands = step.call().args();
            boolean adds = step.call().function().equals("_+_");
            CelExpr first = operands.get(adds ? 0 : 1);
            if (!adds || (first.getKind() == Kind.IDENT && first.ident().name().equals(accumulator))) {
                passing.add(step.id());
                operands.forEach(operand -> pass(operand, accumulator));
            }
        }
    }

    private static boolean isPlain(CelCall call) {
        return (call.function().equals("_+_") && call.args().size() == 2)
                || (call.function().equals("_?_:_") && call.args().size() == 3);
    }
}
