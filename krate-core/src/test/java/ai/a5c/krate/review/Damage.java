package ai.a5c.krate.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Breaks one thing in a tree of plain values: removes it, or puts a value of another type in its place. */
final class Damage {

    private Damage() {}

    static @Nullable Object of(@Nullable Object value, RandomGenerator random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(6) > 0) {
            return map(map, random);
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(6) > 0) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            int index = random.nextInt(copy.size());
            copy.set(index, of(copy.get(index), random));
            return copy;
        }
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> 7;
            case 3 -> List.of();
            case 4 -> Map.of();
            default -> "other";
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map, RandomGenerator random) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, member) -> copy.put(String.valueOf(name), member));
        String name = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
        if (random.nextInt(4) == 0) {
            copy.remove(name);
        } else {
            copy.put(name, of(copy.get(name), random));
        }
        return copy;
    }
}
