package ai.a5c.krate.testkit;

import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secrets in a map, by {@code namespace/name/key}; every change is a new version. */
public final class MemorySecrets implements SecretSource {

    private final Map<String, String> values = new TreeMap<>();
    private int version;
    private Instant changedAt = Instant.parse("2026-11-22T00:00:00Z");

    /** Sets a value. */
    public synchronized MemorySecrets with(String namespace, String name, String key, String value) {
        values.put("%s/%s/%s".formatted(namespace, name, key), value);
        version++;
        return this;
    }

    /** Forgets a value. */
    public synchronized MemorySecrets without(String namespace, String name, String key) {
        values.remove("%s/%s/%s".formatted(namespace, name, key));
        version++;
        return this;
    }

    /** Says when everything was last changed. */
    public synchronized MemorySecrets changedAt(Instant time) {
        changedAt = time;
        return this;
    }

    @Override
    public synchronized Optional<SecretMetadata> metadata(String namespace, String name) {
        String prefix = namespace + "/" + name + "/";
        return values.keySet().stream().anyMatch(key -> key.startsWith(prefix))
                ? Optional.of(new SecretMetadata(
                        namespace,
                        name,
                        values.keySet().stream()
                                .filter(key -> key.startsWith(prefix))
                                .map(key -> key.substring(prefix.length()))
                                .collect(Collectors.toSet()),
                        Integer.toString(version),
                        Optional.of(changedAt)))
                : Optional.empty();
    }

    @Override
    public synchronized List<SecretMetadata> list(String namespace) {
        return values.keySet().stream()
                .map(key -> key.split("/", 3))
                .filter(parts -> parts[0].equals(namespace))
                .map(parts -> parts[1])
                .distinct()
                .flatMap(name -> metadata(namespace, name).stream())
                .toList();
    }

    @Override
    public synchronized Optional<SecretValue> value(String namespace, String name, String key) {
        return Optional.ofNullable(values.get("%s/%s/%s".formatted(namespace, name, key)))
                .map(value -> new SecretValue(value.getBytes(StandardCharsets.UTF_8)));
    }
}
