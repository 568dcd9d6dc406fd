package ai.a5c.krate.store;

import java.util.List;
import java.util.Map;

/** A requirement on one label or field, with the meaning of Kubernetes selectors. */
public record Selector(String name, Operator operator, List<String> values) {

    public Selector {
        values = List.copyOf(values);
        StoreInput.text("a selector's name", name);
        values.forEach(value -> StoreInput.text("a selector's value", value));
    }

    /** How the value relates; {@code NOT_IN} and {@code ABSENT} also hold where the name is missing. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        ABSENT
    }

    /** The value is one of {@code values}. */
    public static Selector in(String name, List<String> values) {
        return new Selector(name, Operator.IN, values);
    }

    /** Whether {@code pairs} fulfil this. */
    public boolean matches(Map<String, String> pairs) {
        String value = pairs.get(name);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case ABSENT -> value == null;
        };
    }
}
