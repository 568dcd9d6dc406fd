package ai.a5c.krate.ownership;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares JSON values: numbers by what they count, not by how they are held. */
final class Values {

    private Values() {}

    static boolean areEqual(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number number && other instanceof Number second) {
            return areEqual(number, second);
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> second) {
            return map.keySet().equals(second.keySet())
                    && map.entrySet().stream()
                            .allMatch(entry -> areEqual(entry.getValue(), second.get(entry.getKey())));
        }
        if (one instanceof List<?> list && other instanceof List<?> second) {
            return list.size() == second.size() && areEqualOneByOne(list, second);
        }
        return Objects.equals(one, other);
    }

    private static boolean areEqualOneByOne(List<?> list, List<?> second) {
        for (int i = 0; i < list.size(); i++) {
            if (!areEqual(list.get(i), second.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areEqual(Number one, Number other) {
        if (isWhole(one) && isWhole(other)) {
            return one.longValue() == other.longValue();
        }
        return Double.compare(one.doubleValue(), other.doubleValue()) == 0;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }
}
