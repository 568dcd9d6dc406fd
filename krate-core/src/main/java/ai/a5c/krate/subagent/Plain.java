package ai.a5c.krate.subagent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of JSON as JSON Schema compares them: 1 and 1.0 are the same number, wherever they stand. */
final class Plain {

    private Plain() {}

    static boolean same(@Nullable Object one, @Nullable Object other) {
        return normal(one).equals(normal(other));
    }

    /** Two values have equal normal forms if they are the same. */
    static Object normal(@Nullable Object value) {
        if (value instanceof Number number && isFinite(number)) {
            return decimal(number).stripTrailingZeros();
        }
        if (value instanceof List<?> items) {
            return items.stream().map(Plain::normal).toList();
        }
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> normal = new HashMap<>();
            members.forEach((name, member) -> normal.put(name, normal(member)));
            return normal;
        }
        return value == null ? Optional.empty() : value;
    }

    /** Whether it is a number of JSON; one that was too large to be read as such is none. */
    static boolean isFinite(Number number) {
        return !(number instanceof Double real && !Double.isFinite(real));
    }

    static BigDecimal decimal(Number number) {
        return number instanceof BigInteger whole ? new BigDecimal(whole) : new BigDecimal(number.toString());
    }
}
