package ai.a5c.krate.cel;

import ai.a5c.krate.trigger.EventPredicate;
import ai.a5c.krate.trigger.InvalidExpressionException;
import ai.a5c.krate.trigger.PredicateCompiler;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * Reads conditions in CEL over {@code event}, whose fields are typed.
 *
 * <p>What an expression may cost is bounded by what it makes and searches, not by time: the same expression and event
 * always come to the same end. Standard functions only; none of them reads a clock.
 */
public final class CelPredicates implements PredicateCompiler {

    private static final int LONGEST = 4_096;
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32)
            .maxParseErrorRecoveryLimit(5)
            .maxParseExpressionNodeCount(1_000)
            .comprehensionMaxIterations((int) Meter.MOST_COST)
            .maxRegexProgramSize(Plan.MOST_PATTERN_STEPS)
            .build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new EventShape())
            .addVar("event", EventShape.type())
            .addFunctionDeclarations(PayloadFunctions.declarations())
            .setResultType(SimpleType.BOOL)
            .build();

    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(PayloadFunctions.bindings())
            .build();

    @Override
    public EventPredicate compile(String expression) {
        if (expression.length() > LONGEST) {
            throw new InvalidExpressionException("a condition has at most %d characters".formatted(LONGEST));
        }
        try {
            CelAbstractSyntaxTree checked = compiler.compile(expression).getAst();
            Plan plan = Plan.of(checked);
            return new CelCondition(runtime.createProgram(checked), plan);
        } catch (CelValidationException e) {
            throw new InvalidExpressionException(Faults.of(e));
        } catch (CelEvaluationException e) {
            throw new InvalidExpressionException(Faults.of(e));
        }
    }
}
