package ai.a5c.krate.benchmarks;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One CEL expression a rule, all of them evaluated. */
final class CelRules {

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .addVar("event", SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().build();

    private final List<Rule> rules;

    CelRules(List<Ask> asks) {
        this.rules =
                asks.stream().map(ask -> new Rule(ask.name(), program(ask))).toList();
    }

    private static CelRuntime.Program program(Ask ask) {
        String expression = ask.parts().entrySet().stream()
                .map(part -> (Ask.isList(part.getKey()) ? "'%2$s' in event.%1$s" : "event.%s == '%s'")
                        .formatted(part.getKey(), part.getValue()))
                .collect(Collectors.joining(" && "));
        try {
            return RUNTIME.createProgram(COMPILER.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(expression, e);
        }
    }

    List<String> matching(Map<String, Object> event) {
        Map<String, Object> variables = Map.of("event", event);
        List<String> matching = new ArrayList<>();
        try {
            for (Rule rule : rules) {
                if (Boolean.TRUE.equals(rule.program().eval(variables))) {
                    matching.add(rule.name());
                }
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
        return matching;
    }

    private record Rule(String name, CelRuntime.Program program) {}
}
