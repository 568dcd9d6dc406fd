package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets that are credentials of Jenkins, of kind secret text: the one with id {@code model} is key {@value #KEY} of secret
 * {@code model}, the one with id {@code model_token} key {@code token} of the same. The one namespace of the engine sees them;
 * which stack is given which, Krate's grants say.
 */
final class CredentialSecrets implements SecretSource {

    /** The key of a secret whose credential's id is its name. */
    static final String KEY = "value";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
    private static final Pattern KEY_FORM = Pattern.compile("[-.a-zA-Z0-9]+");
    private static final String BETWEEN = "_";

    private final CredentialTexts credentials;
    private final MacKey versions;
    private final Supplier<String> namespace;

    /** For {@code namespace}; versions are made of values with {@code versions}, so that they tell nothing of them. */
    CredentialSecrets(CredentialTexts credentials, MacKey versions, Supplier<String> namespace) {
        this.credentials = credentials;
        this.namespace = namespace;
        this.versions = versions;
    }

    @Override
    public Optional<SecretMetadata> metadata(String wanted, String name) {
        Map<String, String> keys = keys(wanted, name);
        return keys.isEmpty() ? Optional.empty() : Optional.of(metadata(wanted, name, keys));
    }

    private SecretMetadata metadata(String wanted, String name, Map<String, String> keys) {
        StringBuilder values = new StringBuilder();
        keys.forEach((key, id) -> credentials
                .text(id)
                .ifPresent(text -> values.append(key).append('\0').append(text).append('\0')));
        String version = versions.sign(values.toString()).substring(0, 16);
        return new SecretMetadata(wanted, name, keys.keySet(), version, Optional.empty());
    }

    @Override
    public List<SecretMetadata> list(String wanted) {
        TreeSet<String> names = new TreeSet<>();
        credentials.ids().stream().flatMap(id -> name(id).stream()).forEach(names::add);
        return names.stream().flatMap(name -> metadata(wanted, name).stream()).toList();
    }

    @Override
    public Optional<SecretValue> value(String wanted, String name, String key) {
        return Optional.ofNullable(keys(wanted, name).get(key))
                .flatMap(credentials::text)
                .map(text -> new SecretValue(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The keys of a secret, each with the id of its credential. */
    private Map<String, String> keys(String wanted, String name) {
        Map<String, String> keys = new TreeMap<>();
        if (wanted.equals(namespace.get()) && NAME.matcher(name).matches()) {
            credentials.ids().stream()
                    .filter(id -> name(id).filter(name::equals).isPresent())
                    .forEach(id -> keys.put(id.equals(name) ? KEY : id.substring(name.length() + 1), id));
        }
        return keys;
    }

    /** The name of the secret that a credential is of; empty if its id makes none. */
    private static Optional<String> name(String id) {
        int end = id.indexOf(BETWEEN);
        String name = end < 0 ? id : id.substring(0, end);
        String key = end < 0 ? KEY : id.substring(end + 1);
        return Stream.of(name)
                .filter(one ->
                        NAME.matcher(one).matches() && KEY_FORM.matcher(key).matches())
                .findFirst();
    }
}
