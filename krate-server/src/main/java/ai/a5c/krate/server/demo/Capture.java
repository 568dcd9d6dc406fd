package ai.a5c.krate.server.demo;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A captured delivery: the headers and the body, byte for byte, as a forge sent them. */
record Capture(Map<String, String> headers, String body) {

    /** What HTTP clients set themselves, or what was meant for the receiver of the capture alone. */
    private static final Set<String> NOT_SENT =
            Set.of("host", "content-length", "accept-encoding", "connection", "authorization");

    static Capture read(Path file) {
        try {
            Map<String, Object> capture = Json.readObject(Files.readString(file));
            if (capture.get("headers") instanceof Map<?, ?> given && capture.get("bodyRaw") instanceof String body) {
                return new Capture(sent(given), body);
            }
            throw new DemoException("WRONG_FORM", file + " is no capture; it needs headers and bodyRaw", 2);
        } catch (IOException | InvalidJsonException e) {
            throw new DemoException("UNREADABLE", "the delivery %s cannot be read: %s".formatted(file, e), 2);
        }
    }

    private static Map<String, String> sent(Map<?, ?> given) {
        Map<String, String> headers = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (!NOT_SENT.contains(String.valueOf(name).toLowerCase(Locale.ROOT))) {
                headers.put(String.valueOf(name), String.valueOf(value));
            }
        });
        return headers;
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
