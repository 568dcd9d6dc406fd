package ai.a5c.krate.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Members of a tree as they must be, and every fault with its path where they are not. */
final class Members {

    private static final int MOST = 20;

    private final List<String> faults = new ArrayList<>();

    /** Something of an element and its place. */
    @FunctionalInterface
    interface Indexed<T> {

        T of(int index, Object element);
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    List<String> all() {
        return faults;
    }

    void at(String path, String fault) {
        if (faults.size() < MOST) {
            faults.add(path + ": " + fault);
        }
    }

    void known(String path, Map<String, Object> tree, Set<String> names) {
        tree.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> at(
                        path, "unknown member; expected one of %s".formatted(String.join(", ", new TreeSet<>(names)))));
    }

    Optional<Map<String, Object>> object(String path, @Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, Object> tree = (Map<String, Object>) map;
            return Optional.of(tree);
        }
        at(path, "expected an object");
        return Optional.empty();
    }

    List<Object> list(String path, @Nullable Object value, int most) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.size() <= most && !list.contains(null)) {
            return new ArrayList<>(list);
        }
        at(path, "expected a list of at most %d".formatted(most));
        return List.of();
    }

    String text(String path, @Nullable Object value, int longest) {
        if (value instanceof String text && !text.isEmpty() && text.length() <= longest) {
            return text;
        }
        at(path, "expected text of 1 to %d characters".formatted(longest));
        return "";
    }

    String line(String path, @Nullable Object value, int longest) {
        String text = text(path, value, longest);
        if (text.chars().anyMatch(Character::isISOControl)) {
            at(path, "expected one line");
        }
        return text.strip();
    }

    String oneOf(String path, @Nullable Object value, Set<String> words) {
        if (value instanceof String word && words.contains(word)) {
            return word;
        }
        at(path, "expected one of " + String.join(", ", new TreeSet<>(words)));
        return "";
    }

    int number(String path, @Nullable Object value, int most) {
        if (value instanceof Integer number && number >= 1 && number <= most) {
            return number;
        }
        at(path, "expected a whole number from 1 to %d".formatted(most));
        return 1;
    }

    static <T> List<T> indexed(List<Object> elements, Indexed<T> each) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            all.add(each.of(i, elements.get(i)));
        }
        return all;
    }
}
