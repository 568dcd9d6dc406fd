package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.resource.Rule.Check;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {

    @ParameterizedTest
    @CsvSource({
        "EXACTLY_ONE, 'exactly one of a, b is required'",
        "AT_MOST_ONE, 'at most one of a, b is allowed'",
        "AT_LEAST_ONE, 'at least one of a, b is required'",
        "ASCENDING, a <= b must not fall",
        "DIFFERENT, 'a, b must differ'",
    })
    void theWordsNameTheFields(Check check, String words) {
        assertThat(new Constraint(check, List.of("a", "b"), "", List.of()).words())
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACTLY_ONE, false, false, false",
        "EXACTLY_ONE, true, false, true",
        "EXACTLY_ONE, true, true, false",
        "AT_MOST_ONE, false, false, true",
        "AT_MOST_ONE, false, true, true",
        "AT_MOST_ONE, true, true, false",
        "AT_LEAST_ONE, false, false, false",
        "AT_LEAST_ONE, false, true, true",
        "AT_LEAST_ONE, true, true, true",
    })
    void howManyAreSet(Check check, boolean first, boolean second, boolean holds) {
        Map<String, Object> object = Map.of("a", first ? "x" : "", "b", second ? List.of("y") : List.of());
        assertThat(new Constraint(check, List.of("a", "b"), "", List.of())
                        .fault(object)
                        .isEmpty())
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "REQUIRED_WHEN, stdio, '', 'a is required when mode is stdio or pipe'",
        "REQUIRED_WHEN, stdio, x, ",
        "REQUIRED_WHEN, http, '', ",
        "FORBIDDEN_WHEN, pipe, x, 'a is not allowed when mode is stdio or pipe'",
        "FORBIDDEN_WHEN, pipe, '', ",
        "FORBIDDEN_WHEN, http, x, ",
    })
    void conditionsLookAtAnotherField(Check check, String mode, String value, String fault) {
        Constraint constraint = new Constraint(check, List.of("a"), "mode", List.of("stdio", "pipe"));
        assertThat(constraint.fault(Map.of("mode", mode, "a", value)).orElse(null))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({"stdio, true", "http, false"})
    void aListIsLookedAtItemByItem(String second, boolean applies) {
        Constraint constraint = new Constraint(Check.REQUIRED_WHEN, List.of("a"), "modes", List.of("stdio", "pipe"));
        Map<String, Object> object = Map.of("modes", List.of("sse", second));
        assertThat(constraint.fault(object).isPresent()).isEqualTo(applies);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, true", "2, 2, true", "3, 2, false"})
    void numbersAscend(long first, double second, boolean holds) {
        Constraint constraint = new Constraint(Check.ASCENDING, List.of("a", "b"), "", List.of());
        assertThat(constraint.fault(Map.of("a", first, "b", second)).isEmpty()).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"x, y, true", "x, x, false", "'', '', true"})
    void textsDiffer(String first, String second, boolean holds) {
        Constraint constraint = new Constraint(Check.DIFFERENT, List.of("a", "b"), "", List.of());
        assertThat(constraint.fault(Map.of("a", first, "b", second)).isEmpty()).isEqualTo(holds);
    }
}
