package ai.a5c.krate.server.command;

import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets and ConfigMaps of which names, keys and versions are written in a file, and values nowhere. */
final class NamedKeys {

    private static final List<String> MEMBERS = List.of("secrets", "configMaps");
    private static final Set<String> PARTS = Set.of("name", "namespace", "keys", "version");

    private final Map<String, Named> secrets = new HashMap<>();
    private final Map<String, Named> configMaps = new HashMap<>();
    private final Faults faults = new Faults();

    private record Named(String namespace, String name, Set<String> keys, String version) {}

    /** None at all. */
    static NamedKeys none() {
        return new NamedKeys();
    }

    /**
     * What {@code file} names: {@code secrets: [{name, keys, version}]} and {@code configMaps} likewise.
     *
     * @param namespace of what names none
     * @throws InvalidDocumentException with every fault and its path
     */
    static NamedKeys read(Path file, String namespace) {
        NamedKeys named = new NamedKeys();
        List<Map<String, Object>> documents = Documents.read(Manifest.bytes(file));
        Map<String, Object> document = documents.isEmpty() ? Map.of() : documents.get(0);
        if (documents.size() > 1 || !MEMBERS.containsAll(document.keySet())) {
            named.faults.at("$", "expected one document with nothing but " + String.join(" and ", MEMBERS));
        }
        named.addAll(document, "secrets", namespace, named.secrets);
        named.addAll(document, "configMaps", namespace, named.configMaps);
        named.faults.throwIfAny();
        return named;
    }

    private void addAll(Map<String, Object> document, String member, String namespace, Map<String, Named> known) {
        if (!(document.getOrDefault(member, List.of()) instanceof List<?> items)) {
            faults.at("$." + member, "expected a list");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            add(items.get(i), "$.%s[%d]".formatted(member, i), namespace, known);
        }
    }

    private void add(Object item, String path, String namespace, Map<String, Named> known) {
        if (!(item instanceof Map<?, ?> one)
                || !(one.get("name") instanceof String name)
                || !(one.get("keys") instanceof List<?> keys)) {
            faults.at(path, "expected an object with name, keys and perhaps namespace and version");
            return;
        }
        if (!PARTS.containsAll(one.keySet())) {
            faults.at(path, "only name, namespace, keys and version are allowed; never write a value here");
            return;
        }
        Set<String> names = new HashSet<>();
        keys.forEach(key -> names.add(String.valueOf(key)));
        String place = one.get("namespace") instanceof String text ? text : namespace;
        Object version = one.get("version");
        known.put(place + "/" + name, new Named(place, name, names, version == null ? "1" : String.valueOf(version)));
    }

    /** The secrets, without any value. */
    SecretSource secrets() {
        return new Secrets(Map.copyOf(secrets));
    }

    /** The ConfigMaps, without any text. */
    ConfigSource configs() {
        return new Configs(Map.copyOf(configMaps));
    }

    private record Secrets(Map<String, Named> known) implements SecretSource {

        @Override
        public Optional<SecretMetadata> metadata(String namespace, String name) {
            return Optional.ofNullable(known.get(namespace + "/" + name)).map(Secrets::metadata);
        }

        private static SecretMetadata metadata(Named named) {
            return new SecretMetadata(named.namespace, named.name, named.keys, named.version, Optional.empty());
        }

        @Override
        public List<SecretMetadata> list(String namespace) {
            return known.values().stream()
                    .filter(named -> named.namespace.equals(namespace))
                    .sorted(Comparator.comparing(Named::name))
                    .map(Secrets::metadata)
                    .toList();
        }

        @Override
        public Optional<SecretValue> value(String namespace, String name, String key) {
            return Optional.empty();
        }
    }

    private record Configs(Map<String, Named> known) implements ConfigSource {

        @Override
        public Optional<ConfigMetadata> metadata(String namespace, String name) {
            return Optional.ofNullable(known.get(namespace + "/" + name))
                    .map(named -> new ConfigMetadata(named.namespace, named.name, named.keys, named.version));
        }

        @Override
        public Optional<String> text(String namespace, String name, String key) {
            return Optional.empty();
        }
    }
}
