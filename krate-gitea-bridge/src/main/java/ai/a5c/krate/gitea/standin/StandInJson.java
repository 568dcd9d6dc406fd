package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and builds the plain values that the stand-in answers with. */
final class StandInJson {

    private static final String CAPTURED = "http://127.0.0.1:3333";

    private StandInJson() {}

    /** A captured document, with the stand-in's address in the place of the one that it was captured at. */
    static Map<String, Object> resource(String name, String baseUrl) {
        try (InputStream in = Objects.requireNonNull(StandInJson.class.getResourceAsStream(name), name)) {
            return Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(CAPTURED, baseUrl));
        } catch (IOException e) {
            throw new UncheckedIOException("the stand-in's data cannot be read", e);
        }
    }

    /** The object below {@code name}. */
    @SuppressWarnings("unchecked")
    static Optional<Map<String, Object>> object(Map<String, Object> of, String name) {
        return of.get(name) instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    /** A copy down to its leaves' lists and maps. */
    static Map<String, Object> copy(Map<String, Object> of) {
        return Json.readObject(Json.write(of));
    }

    /** An object with members in the order given: name, value, name, value. */
    static Map<String, Object> of(@Nullable Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int place = 0; place < members.length; place += 2) {
            object.put(String.valueOf(members[place]), members[place + 1]);
        }
        return object;
    }
}
