package ai.a5c.krate.server.campaign;

import ai.a5c.krate.registry.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that is asked for what it may not have. */
record Tree(Map<String, Object> members) {

    /** The text or number at a path such as {@code status.phase}; empty if there is none. */
    String text(String path) {
        return Fields.text(members, path);
    }

    /** The objects in the list at {@code path}. */
    List<Tree> list(String path) {
        List<Tree> trees = new ArrayList<>();
        if (at(path) instanceof List<?> items) {
            items.forEach(item -> trees.add(of(item)));
        }
        return trees;
    }

    /** The texts in the list at {@code path}. */
    List<String> texts(String path) {
        return at(path) instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }

    private @Nullable Object at(String path) {
        Object value = members;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static Tree of(Object item) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (item instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return new Tree(members);
    }
}
