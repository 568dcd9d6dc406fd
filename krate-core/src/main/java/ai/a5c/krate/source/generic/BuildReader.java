package ai.a5c.krate.source.generic;

import ai.a5c.krate.event.Ci;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the build that a delivery tells of. */
final class BuildReader {

    private static final Set<String> CONCLUSIONS = Set.of(
            "", "success", "failure", "unstable", "cancelled", "timed-out", "skipped", "neutral", "action-required");
    private static final int NAME = 1_024;
    private static final int MOST_TESTS = 1_000;

    private BuildReader() {}

    static Optional<Ci> ci(Map<String, Object> body) {
        Object value = body.get("ci");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> ci)) {
            throw new InvalidDeliveryException("$.ci", "expected an object");
        }
        return Optional.of(new Ci(
                text(ci, "workflow"),
                text(ci, "job"),
                text(ci, "stage"),
                text(ci, "step"),
                text(ci, "check"),
                conclusion(ci),
                exitCode(ci),
                text(ci, "failureSignature"),
                testNames(ci),
                text(ci, "buildUrl")));
    }

    private static String text(Map<?, ?> ci, String name) {
        return GenericSource.text(ci, name, NAME);
    }

    private static String conclusion(Map<?, ?> ci) {
        String word = text(ci, "conclusion").replace('_', '-');
        if (!CONCLUSIONS.contains(word)) {
            throw new InvalidDeliveryException("$.ci.conclusion", "expected such as success, failure or timed-out");
        }
        return word;
    }

    private static Optional<Integer> exitCode(Map<?, ?> ci) {
        Object value = ci.get("exitCode");
        if (value != null && !(value instanceof Integer)) {
            throw new InvalidDeliveryException("$.ci.exitCode", "expected a whole number");
        }
        return value instanceof Integer code ? Optional.of(code) : Optional.empty();
    }

    private static List<String> testNames(Map<?, ?> ci) {
        Object value = ci.get("testNames");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> names)
                || names.size() > MOST_TESTS
                || !names.stream().allMatch(name -> name instanceof String text && text.length() <= NAME)) {
            throw new InvalidDeliveryException(
                    "$.ci.testNames", "expected at most %d names of tests".formatted(MOST_TESTS));
        }
        return names.stream().map(String::valueOf).toList();
    }
}
