package ai.a5c.krate.ownership;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The way to a field, in the steps of Kubernetes' {@code FieldsV1}: {@code f:name} for a member, <code>k:{"name":"x"}
 * </code> for an item of a keyed list, {@code v:"x"} for an element of a set.
 */
record FieldPath(List<String> steps) implements Comparable<FieldPath> {

    static final FieldPath ROOT = new FieldPath(List.of());

    FieldPath {
        steps = List.copyOf(steps);
    }

    FieldPath member(String name) {
        return then("f:" + name);
    }

    FieldPath item(String key, Object value) {
        return then("k:" + Json.write(Map.of(key, value)));
    }

    FieldPath element(Object value) {
        return then("v:" + Json.write(value));
    }

    FieldPath then(String step) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    /** The path that is one step shorter. */
    FieldPath parent() {
        return new FieldPath(steps.subList(0, steps.size() - 1));
    }

    boolean startsWith(String... members) {
        return steps.size() >= members.length
                && steps.subList(0, members.length).equals(List.of(members));
    }

    /** The step in the spelling that this class uses; empty if it is none. */
    static Optional<String> step(String text) {
        try {
            if (text.startsWith("f:")) {
                return Optional.of(text);
            }
            if (text.startsWith("v:")) {
                return Optional.of("v:" + Json.write(Json.read(text.substring(2))));
            }
            return text.startsWith("k:")
                    ? Optional.of("k:" + Json.write(new TreeMap<>(Json.readObject(text.substring(2)))))
                    : Optional.empty();
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    /** The path for people, such as {@code .spec.items[name="x"].image}. */
    String dotted() {
        return steps.stream().map(FieldPath::dotted).collect(Collectors.joining());
    }

    private static String dotted(String step) {
        String rest = step.substring(2);
        return switch (step.charAt(0)) {
            case 'k' ->
                Json.readObject(rest).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + Json.write(entry.getValue()))
                        .collect(Collectors.joining(",", "[", "]"));
            case 'v' -> "[=" + rest + "]";
            default -> "." + rest;
        };
    }

    @Override
    public int compareTo(FieldPath other) {
        int shared = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < shared; i++) {
            int order = steps.get(i).compareTo(other.steps.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(steps.size(), other.steps.size());
    }

    @Override
    public String toString() {
        return dotted();
    }
}
