package ai.a5c.krate.server.command;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A webhook call as somebody kept it. */
final class CapturedDelivery {

    private static final long LARGEST = 12L * 1024 * 1024;
    private static final int MAX_HEADERS = 200;

    private final Map<String, String> headers;
    private final byte[] body;

    private CapturedDelivery(Map<String, String> headers, byte[] body) {
        this.headers = headers;
        this.body = body;
    }

    /** Names in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    /** Byte for byte. */
    byte[] body() {
        return body;
    }

    /**
     * The call in {@code file}: a capture, JSON with {@code headers} and {@code bodyRaw}; or a raw body whose event is named.
     *
     * @throws WrongInputException with what is wrong and where
     */
    static CapturedDelivery read(Path file, Optional<String> event, Optional<String> signature) {
        byte[] bytes = bytes(file);
        if (event.isPresent()) {
            Map<String, String> headers = new TreeMap<>(Map.of(
                    "content-type", "application/json", "x-gitea-event", event.get(), "x-gitea-delivery", "explained"));
            signature.ifPresent(hex -> headers.put("x-gitea-signature", hex));
            return new CapturedDelivery(headers, bytes);
        }
        Map<String, Object> capture = object(file, bytes);
        if (!(capture.get("bodyRaw") instanceof String body) || !(capture.get("headers") instanceof Map<?, ?> named)) {
            throw wrong(
                    file,
                    "expected headers and bodyRaw, as of a captured delivery; name the event of a raw body with --event");
        }
        if (named.size() > MAX_HEADERS) {
            throw wrong(file, "$.headers: expected at most %d".formatted(MAX_HEADERS));
        }
        Map<String, String> headers = new TreeMap<>();
        named.forEach((name, value) ->
                headers.put(String.valueOf(name).toLowerCase(Locale.ROOT), header(file, String.valueOf(name), value)));
        return new CapturedDelivery(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(Path file, String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(file, "$.headers.%s: expected a text".formatted(name));
    }

    private static Map<String, Object> object(Path file, byte[] bytes) {
        try {
            return Json.readObject(bytes);
        } catch (InvalidJsonException e) {
            throw wrong(file, "$: " + e.getMessage());
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw wrong(file, "expected at most %d bytes".formatted(LARGEST));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WrongInputException(List.of(
                    Files.exists(file) ? "%s cannot be read".formatted(file) : "there is no file %s".formatted(file)));
        }
    }

    private static WrongInputException wrong(Path file, String fault) {
        return new WrongInputException(List.of("%s: %s".formatted(file, fault)));
    }
}
