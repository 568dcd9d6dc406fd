package ai.a5c.krate.server.view;

import java.util.List;

/**
 * Something that names keys of a secret or ConfigMap.
 *
 * @param ref as {@code Kind/name}
 * @param purpose in the words of grants, or what Krate itself does with it
 */
public record Consumer(String ref, List<String> keys, String purpose) {

    public Consumer {
        keys = keys.stream().sorted().toList();
    }
}
