package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.redact.Redactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers without secrets, whatever texts they came from. */
final class Discreet {

    private final Redactor redactor;

    private Discreet(Redactor redactor) {
        this.redactor = redactor;
    }

    /** {@code answer} with every text in it redacted. */
    static <T extends Record> T of(T answer, Class<T> type, Redactor redactor) {
        return Json.fromTree(new Discreet(redactor).object(Json.toTree(answer)), type);
    }

    private Map<String, Object> object(Map<?, ?> members) {
        Map<String, Object> clean = new LinkedHashMap<>();
        members.forEach((name, value) -> clean.put(text(String.valueOf(name)), value(value)));
        return clean;
    }

    private @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return object(members);
        }
        if (value instanceof List<?> items) {
            return items.stream().map(this::value).toList();
        }
        return value instanceof String text ? text(text) : value;
    }

    private String text(String text) {
        return redactor.redact(text).text();
    }
}
