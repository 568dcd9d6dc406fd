package io.jenkins.plugins.krate.engine.remote;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON object of a server, read without trust: a member of another type than expected is a fault, an absent one is empty. */
final class Document {

    private static final int MOST = 1_000;

    private final Map<String, Object> members;

    private Document(Map<String, Object> members) {
        this.members = members;
    }

    /** The JSON object in {@code bytes}; an EngineException if it is none. */
    static Document of(byte[] bytes) {
        try {
            return new Document(Json.readObject(bytes));
        } catch (InvalidJsonException e) {
            throw new EngineException(
                    Kind.UNAVAILABLE,
                    "NOT_KRATE",
                    "the answer is no JSON object; is this the address of a krate-server?");
        }
    }

    /** The text under {@code name}; empty if absent. */
    String text(String name) {
        Object value = members.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name);
    }

    /** The text under {@code name}, which must be there. */
    String needed(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw wrong(name);
        }
        return text;
    }

    int number(String name) {
        Object value = members.getOrDefault(name, 0);
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw wrong(name);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** The object under {@code name}; one without members if absent. */
    Document object(String name) {
        Object value = members.get(name);
        return value == null ? new Document(Map.of()) : object(name, value);
    }

    /** The objects in the list under {@code name}. */
    List<Document> objects(String name) {
        List<Document> found = new ArrayList<>();
        for (Object item : list(name)) {
            found.add(object(name, item));
        }
        return found;
    }

    /** The texts in the list under {@code name}. */
    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name);
            }
            found.add(text);
        }
        return found;
    }

    private List<?> list(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> items) {
            return items.subList(0, Math.min(items.size(), MOST));
        }
        throw wrong(name);
    }

    @SuppressWarnings("unchecked")
    private static Document object(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Document((Map<String, Object>) map);
        }
        throw wrong(name);
    }

    private static EngineException wrong(String name) {
        return new EngineException(
                Kind.UNAVAILABLE,
                "NOT_KRATE",
                "the answer's member %s is not as expected; is this the address of a krate-server that fits?"
                        .formatted(name));
    }
}
