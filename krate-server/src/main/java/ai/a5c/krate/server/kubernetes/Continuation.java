package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a list goes on, as the opaque token that clients send back.
 *
 * @param list which list it belongs to
 * @param version the resource version of the first page
 * @param after the last key that was shown, as {@code namespace/name}
 */
record Continuation(String list, long version, String after) {

    private static final int LONGEST = 4_096;

    String token() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("list", list);
        tree.put("version", version);
        tree.put("after", after);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(tree).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that {@code token} of the list {@code expected} means; empty if there is no token.
     *
     * @throws Refusal 400 for what is no token of that list
     */
    static Optional<Continuation> of(String token, String expected) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parse(token)
                .filter(read -> read.list().equals(expected))
                .filter(read -> read.after().matches("[a-z0-9][-a-z0-9.]{0,252}/[a-z0-9][-a-z0-9.]{0,252}"))
                .orElseThrow(() -> Status.badRequest("continue key is not valid: it is no token of this list")
                        .refusal()));
    }

    private static Optional<Continuation> parse(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Map<String, Object> tree = Json.readObject(Base64.getUrlDecoder().decode(token));
            return tree.get("list") instanceof String list
                            && tree.get("version") instanceof Number version
                            && tree.get("after") instanceof String after
                    ? Optional.of(new Continuation(list, version.longValue(), after))
                    : Optional.empty();
        } catch (InvalidJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
