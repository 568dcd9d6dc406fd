package ai.a5c.krate.server.http;

import ai.a5c.krate.json.Json;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads request bodies: once, bounded, and only of media types that are expected. */
public final class Bodies {

    static final int HOOK_LIMIT = 5 * 1024 * 1024;
    /** The largest document in bytes. */
    public static final int LIMIT = 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> MERGE_PATCH = Set.of("application/json", "application/merge-patch+json");
    private static final Set<String> DOCUMENTS = Set.of(
            "application/json", "application/yaml", "application/x-yaml", "text/yaml", "application/apply-patch+yaml");

    private Bodies() {}

    /** The raw bytes; refuses before reading when the length is told, and at the limit when it is not. */
    public static byte[] raw(Context context, int limit) {
        if (context.req().getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        try {
            return whole(context.req().getInputStream(), limit);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.TIMED_OUT, "the body did not arrive whole");
        }
    }

    private static byte[] whole(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        long startedAt = System.nanoTime();
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            whole.write(part, 0, read);
            if (whole.size() > limit) {
                throw tooLarge(limit);
            }
            if (System.nanoTime() - startedAt > PATIENCE.toNanos()) {
                throw new IOException("too slow");
            }
        }
        return whole.toByteArray();
    }

    /** A JSON object; an empty body is an empty object. */
    static Map<String, Object> json(Context context) {
        byte[] bytes = raw(context, LIMIT);
        if (bytes.length == 0) {
            return Map.of();
        }
        require(context, JSON);
        return Json.readObject(bytes);
    }

    /** A JSON merge patch (RFC 7386), which is an object here. */
    static Map<String, Object> mergePatch(Context context) {
        require(context, MERGE_PATCH);
        return Json.readObject(raw(context, LIMIT));
    }

    /** YAML or JSON text. */
    static String documents(Context context) {
        require(context, DOCUMENTS);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw(context, LIMIT)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ErrorCode.INVALID_BODY, "the body is not UTF-8");
        }
    }

    private static void require(Context context, Set<String> types) {
        String type = Optional.ofNullable(context.req().getContentType())
                .map(header -> header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
        if (!types.contains(type)) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type %s"
                            .formatted(
                                    String.join(" or ", types.stream().sorted().toList())));
        }
    }

    private static ApiException tooLarge(int limit) {
        return new ApiException(ErrorCode.TOO_LARGE, "the body has more than %d bytes".formatted(limit));
    }
}
