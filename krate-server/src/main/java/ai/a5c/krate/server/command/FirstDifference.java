package ai.a5c.krate.server.command;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The first place, as a JSON Pointer (RFC 6901), where two values differ. */
final class FirstDifference {

    private static final int LONGEST = 200;

    private FirstDifference() {}

    /** The place with what is recorded there and what comes out. */
    static Optional<String> of(@Nullable Object recorded, @Nullable Object again) {
        return of("", recorded, again);
    }

    private static Optional<String> of(String pointer, @Nullable Object recorded, @Nullable Object again) {
        if (recorded instanceof Map<?, ?> left && again instanceof Map<?, ?> right) {
            return members(pointer, left, right);
        }
        if (recorded instanceof List<?> left && again instanceof List<?> right && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                Optional<String> found = of(pointer + "/" + i, left.get(i), right.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return Objects.equals(recorded, again)
                ? Optional.empty()
                : Optional.of("%s: recorded %s, comes out as %s"
                        .formatted(pointer.isEmpty() ? "/" : pointer, shown(recorded), shown(again)));
    }

    private static Optional<String> members(String pointer, Map<?, ?> left, Map<?, ?> right) {
        TreeSet<String> names = new TreeSet<>();
        left.keySet().forEach(name -> names.add(String.valueOf(name)));
        right.keySet().forEach(name -> names.add(String.valueOf(name)));
        for (String name : names) {
            String next = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            Optional<String> found = of(next, left.get(name), right.get(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String shown(@Nullable Object value) {
        String text = value == null ? "nothing" : Json.write(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
