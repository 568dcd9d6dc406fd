package ai.a5c.krate.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Members of plain values that are known to be there. */
final class Tree {

    private Tree() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> at(Map<?, ?> members, Object name) {
        return (Map<String, Object>) Objects.requireNonNull(members.get(name), name.toString());
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Map<?, ?> members, String name) {
        return (List<Object>) Objects.requireNonNull(members.get(name), name);
    }

    /** The schema and all schemas in it. */
    static Stream<Map<String, Object>> schemas(Map<String, Object> schema) {
        List<Map<String, Object>> places = new ArrayList<>(List.of(schema));
        if (schema.containsKey("properties")) {
            Map<String, Object> members = at(schema, "properties");
            members.keySet()
                    .forEach(name -> places.addAll(schemas(at(members, name)).toList()));
        }
        Stream.of("items", "additionalProperties")
                .filter(name -> schema.get(name) instanceof Map)
                .forEach(name -> places.addAll(schemas(at(schema, name)).toList()));
        return places.stream();
    }
}
