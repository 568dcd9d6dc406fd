package ai.a5c.krate.gitea;

import ai.a5c.krate.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plain values in whose texts a secret is replaced; names of members stay. */
final class Concealed {

    private Concealed() {}

    static Map<String, Object> in(Map<String, Object> document, Optional<SecretValue> secret) {
        String value = secret.map(SecretValue::revealText).orElse("");
        if (value.isEmpty()) {
            return document;
        }
        Map<String, Object> concealed = new LinkedHashMap<>();
        document.forEach((name, member) -> concealed.put(name, concealed(member, value)));
        return concealed;
    }

    private static Object concealed(@Nullable Object value, String secret) {
        if (value instanceof String text) {
            return text.replace(secret, "[secret]");
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> concealed(item, secret)).toList();
        }
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> concealed = new LinkedHashMap<>();
            members.forEach((name, member) -> concealed.put(String.valueOf(name), concealed(member, secret)));
            return concealed;
        }
        return value == null ? "" : value;
    }
}
