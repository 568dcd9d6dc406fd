package ai.a5c.krate.registry;

import ai.a5c.krate.resource.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between members of an object, see {@link Rule}.
 *
 * @param fields the members it is about
 * @param when the member that a conditional check looks at, or empty
 * @param is the values of {@code when}, or of the items of a list, for which the check holds; empty for any
 */
public record Constraint(Rule.Check check, List<String> fields, String when, List<String> is) {

    public Constraint {
        fields = List.copyOf(fields);
        is = List.copyOf(is);
    }

    static Constraint of(Rule rule) {
        return new Constraint(rule.check(), List.of(rule.fields()), rule.when(), List.of(rule.is()));
    }

    /** What is wrong with {@code object}, in words; empty if the constraint holds. */
    public Optional<String> fault(Map<?, ?> object) {
        return holds(object) ? Optional.empty() : Optional.of(words());
    }

    private boolean holds(Map<?, ?> object) {
        long set = fields.stream().filter(field -> isSet(object.get(field))).count();
        return switch (check) {
            case EXACTLY_ONE -> set == 1;
            case AT_MOST_ONE -> set <= 1;
            case AT_LEAST_ONE -> set >= 1;
            case REQUIRED_WHEN -> !applies(object.get(when)) || set == fields.size();
            case FORBIDDEN_WHEN -> !applies(object.get(when)) || set == 0;
            case ASCENDING -> ascends(object);
            case DIFFERENT ->
                set < fields.size()
                        || fields.stream().map(object::get).distinct().count() == fields.size();
        };
    }

    private boolean applies(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().anyMatch(this::applies)
                : isSet(value) && (is.isEmpty() || is.contains(String.valueOf(value)));
    }

    private boolean ascends(Map<?, ?> object) {
        List<Double> numbers = fields.stream()
                .map(object::get)
                .flatMap(value -> value instanceof Number number ? Stream.of(number.doubleValue()) : Stream.empty())
                .toList();
        return numbers.equals(numbers.stream().sorted().toList());
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null
                && !value.equals("")
                && !(value instanceof List<?> list && list.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** The constraint in words, as validation says it. */
    public String words() {
        String names = String.join(", ", fields);
        return switch (check) {
            case EXACTLY_ONE -> "exactly one of %s is required".formatted(names);
            case AT_MOST_ONE -> "at most one of %s is allowed".formatted(names);
            case AT_LEAST_ONE -> "at least one of %s is required".formatted(names);
            case REQUIRED_WHEN -> "%s is required %s".formatted(names, condition());
            case FORBIDDEN_WHEN -> "%s is not allowed %s".formatted(names, condition());
            case ASCENDING -> "%s must not fall".formatted(String.join(" <= ", fields));
            case DIFFERENT -> "%s must differ".formatted(names);
        };
    }

    private String condition() {
        return is.isEmpty()
                ? "when %s is set".formatted(when)
                : "when %s is %s".formatted(when, String.join(" or ", is));
    }
}
