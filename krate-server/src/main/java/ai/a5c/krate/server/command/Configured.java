package ai.a5c.krate.server.command;

import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server says is configured, beside the secrets of its data directory. */
record Configured(Face face, String namespace, LocalSecrets secrets) {

    Optional<Map<String, Object>> find(String kind, String name) {
        return face.client().find(face.path(Face.kind(kind), Optional.of(namespace), name));
    }

    List<Map<?, ?>> all(String kind) {
        return Output.items(face.list(face.path(Face.kind(kind)), "", false));
    }

    /** The forge of a repository, with the token that its resource names. */
    Forge forge(Map<?, ?> repository) {
        return new Forge(
                Output.at(repository, ".spec.forge.baseUrl"),
                Output.at(repository, ".spec.forge.owner"),
                Output.at(repository, ".spec.forge.name"),
                secret(repository, ".spec.forge.apiCredential"));
    }

    /** The value of the secret that a resource names at {@code path}; empty if it names none, or there is none. */
    Optional<SecretValue> secret(Map<?, ?> resource, String path) {
        String name = Output.at(resource, path + ".name");
        String key = Output.at(resource, path + ".key");
        return name.isEmpty() || key.isEmpty() ? Optional.empty() : secrets.value(namespace, name, key);
    }
}
