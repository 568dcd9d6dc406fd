package ai.a5c.krate.render;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An API server as far as structural schemas go: fills defaults and evaluates the rules at each place of a document. */
final class Rules {

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().build();
    private static final Map<String, CelRuntime.Program> PROGRAMS = new HashMap<>();

    private final List<String> faults = new ArrayList<>();

    private Rules() {}

    /** The messages of the rules that break, each behind its path. */
    static List<String> faults(Map<?, ?> schema, @Nullable Object before, @Nullable Object next) {
        Rules rules = new Rules();
        rules.check(schema, before, next, "$.spec");
        return rules.faults;
    }

    private void check(Map<?, ?> schema, @Nullable Object before, @Nullable Object next, String path) {
        if (schema.get("x-kubernetes-validations") instanceof List<?> validations) {
            validations.forEach(validation -> evaluate((Map<?, ?>) validation, before, next, path));
        }
        if (schema.get("properties") instanceof Map<?, ?> members && next instanceof Map<?, ?> is) {
            is.forEach((name, value) -> check(Tree.at(members, name), member(before, name), value, path + "." + name));
        } else if (schema.get("additionalProperties") instanceof Map<?, ?> values && next instanceof Map<?, ?> is) {
            is.forEach((name, value) -> check(values, member(before, name), value, path + "." + name));
        } else if (schema.get("items") instanceof Map<?, ?> items && next instanceof List<?> is) {
            for (int i = 0; i < is.size(); i++) {
                check(items, same(schema, before, is.get(i)), is.get(i), "%s[%d]".formatted(path, i));
            }
        }
    }

    private static @Nullable Object member(@Nullable Object before, Object name) {
        return before instanceof Map<?, ?> was ? was.get(name) : null;
    }

    private static @Nullable Object same(Map<?, ?> schema, @Nullable Object before, Object item) {
        return schema.get("x-kubernetes-list-map-keys") instanceof List<?> keys && before instanceof List<?> was
                ? was.stream()
                        .filter(old ->
                                keys.stream().allMatch(key -> Objects.equals(member(old, key), member(item, key))))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private void evaluate(Map<?, ?> validation, @Nullable Object before, @Nullable Object next, String path) {
        String rule = String.valueOf(validation.get("rule"));
        boolean transition = rule.contains("oldSelf");
        if (next == null || (transition && before == null)) {
            return;
        }
        Map<String, Object> variables = new HashMap<>(Map.of("self", spelled(next)));
        if (before != null) {
            variables.put("oldSelf", spelled(before));
        }
        try {
            if (!Boolean.TRUE.equals(program(rule).eval(variables))) {
                faults.add(path + ": " + validation.get("message"));
            }
        } catch (CelEvaluationException e) {
            throw new AssertionError(path + ": " + rule + " on " + next, e);
        }
    }

    private static CelRuntime.Program program(String rule) {
        return PROGRAMS.computeIfAbsent(rule, text -> {
            try {
                return RUNTIME.createProgram(COMPILER.compile(text).getAst());
            } catch (CelValidationException | CelEvaluationException e) {
                throw new AssertionError(text, e);
            }
        });
    }

    /** A value as rules see it: names spelled as Kubernetes spells them for CEL. */
    private static Object spelled(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> spelled = new LinkedHashMap<>();
            map.forEach((name, member) -> spelled.put(Cel.name(String.valueOf(name)), spelled(member)));
            return spelled;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Rules::spelled).toList();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** The value with the defaults of the schema. */
    static Object filled(Map<?, ?> schema, Object value) {
        if (schema.get("properties") instanceof Map<?, ?> members && value instanceof Map<?, ?> given) {
            Map<String, Object> filled = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                Object own = given.get(name) == null ? ((Map<?, ?>) member).get("default") : given.get(name);
                if (own != null) {
                    filled.put(String.valueOf(name), filled((Map<?, ?>) member, own));
                }
            });
            return filled;
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> values && value instanceof Map<?, ?> given) {
            Map<String, Object> filled = new LinkedHashMap<>();
            given.forEach((name, member) -> filled.put(String.valueOf(name), filled(values, member)));
            return filled;
        }
        return schema.get("items") instanceof Map<?, ?> items && value instanceof List<?> list
                ? list.stream().map(item -> filled(items, item)).toList()
                : value;
    }
}
