package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.admission.Immutables;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.validate.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that the CRDs say in CEL break exactly where Krate's own checks find a fault. */
class CelRulesTest {

    private static final String CHANGED = "may not change";

    @ParameterizedTest
    @MethodSource("kinds")
    void rulesBetweenFieldsBreakExactlyWhereConstraintsDo(Kind kind) {
        Map<?, ?> schema = CustomResourceDefinitionsTest.spec(kind);
        AtomicInteger broken = new AtomicInteger();
        Seeds.forAll(200, random -> {
            Object document = Rules.filled(schema, new RandomObjects(random, true).value(spec(kind), ""));
            List<String> faults = new ArrayList<>();
            constraints(spec(kind), document, "$.spec", faults);
            broken.addAndGet(faults.size());
            assertThat(Rules.faults(schema, null, document))
                    .as(document.toString())
                    .containsExactlyInAnyOrderElementsOf(faults);
        });
        assertThat(broken.get() > 0).isEqualTo(hasConstraints(spec(kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rulesOfChangeBreakExactlyWhereAdmissionRefuses(Kind kind) {
        Map<?, ?> schema = CustomResourceDefinitionsTest.spec(kind);
        AtomicInteger broken = new AtomicInteger();
        Seeds.forAll(200, random -> {
            Object before = document(schema, kind, random);
            Object next = document(schema, kind, random);
            List<String> faults = new ArrayList<>();
            Faults found = new Faults();
            Immutables.check(kind, Map.of("spec", before), Map.of("spec", next), found);
            found.all().forEach(fault -> faults.add(fault.path()));
            broken.addAndGet(faults.size());
            assertThat(Rules.faults(schema, before, next).stream()
                            .filter(fault -> fault.contains(CHANGED))
                            .map(fault -> fault.replaceFirst(": ", ".").replaceFirst(" may not.*", "")))
                    .as(before + " -> " + next)
                    .containsExactlyInAnyOrderElementsOf(faults);
        });
        assertThat(broken.get() > 0).isEqualTo(hasImmutables(spec(kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theExamplesBreakNoRule(Kind kind) {
        Map<?, ?> schema = CustomResourceDefinitionsTest.spec(kind);
        for (Map<String, Object> example : List.of(Examples.smallest(kind), Examples.full(kind))) {
            Object spec = Rules.filled(schema, Tree.at(example, "spec"));
            assertThat(Rules.faults(schema, spec, spec)).isEmpty();
        }
    }

    private static Object document(Map<?, ?> schema, Kind kind, RandomGenerator random) {
        return Rules.filled(schema, new RandomObjects(random, false).value(spec(kind), ""));
    }

    private static void constraints(Schema schema, @Nullable Object value, String path, List<String> faults) {
        if (schema instanceof ObjectOf object && value instanceof Map<?, ?> map) {
            object.constraints()
                    .forEach(constraint -> constraint.fault(map).ifPresent(fault -> faults.add(path + ": " + fault)));
            object.properties().stream()
                    .filter(property -> map.get(property.name()) != null)
                    .forEach(property -> constraints(
                            property.schema(), map.get(property.name()), path + "." + property.name(), faults));
        } else if (schema instanceof ListOf list && value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                constraints(list.items(), items.get(i), "%s[%d]".formatted(path, i), faults);
            }
        } else if (schema instanceof MapOf map && value instanceof Map<?, ?> values) {
            values.forEach((name, member) -> constraints(map.values(), member, path + "." + name, faults));
        }
    }

    private static boolean hasConstraints(Schema schema) {
        return Paths.items(schema) instanceof ObjectOf object
                && (!object.constraints().isEmpty()
                        || object.properties().stream().anyMatch(property -> hasConstraints(property.schema())));
    }

    private static boolean hasImmutables(Schema schema) {
        return schema instanceof ObjectOf object
                && object.properties().stream()
                        .anyMatch(property -> property.immutable() || hasImmutables(property.schema()));
    }

    private static Schema spec(Kind kind) {
        return kind.schema().property("spec").orElseThrow().schema();
    }

    static Stream<Kind> kinds() {
        return CustomResourceDefinitionsTest.kinds();
    }
}
