package ai.a5c.krate.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON object that is being written; what is empty is left out. */
final class Node {

    private final Map<String, Object> members;

    Node() {
        this(new LinkedHashMap<>());
    }

    private Node(Map<String, Object> members) {
        this.members = members;
    }

    static Node of(String name, Object value) {
        return new Node().with(name, value);
    }

    static Node typed(String type) {
        return of("type", type);
    }

    /** With a member, unless the value, perhaps a node itself, is an empty text, list or map. */
    Node with(String name, Object given) {
        Object value = given instanceof Node node ? node.members : given;
        if (!value.equals("") && !value.equals(List.of()) && !value.equals(Map.of())) {
            members.put(name, value);
        }
        return this;
    }

    /** With a member, whatever its value. */
    Node exactly(String name, Object value) {
        members.put(name, value);
        return this;
    }

    Node all(Map<String, ?> more) {
        members.putAll(more);
        return this;
    }

    /** The object that is a member, to be written on. */
    @SuppressWarnings("unchecked")
    Node into(String name) {
        return new Node((Map<String, Object>) Objects.requireNonNull(members.get(name), name));
    }

    /** With more members in the object that is a member. */
    Node extended(String name, Node more) {
        into(name).all(more.members);
        return this;
    }

    Map<String, Object> map() {
        return members;
    }
}
