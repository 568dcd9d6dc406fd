package io.jenkins.plugins.krate.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import ai.a5c.krate.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which credentials of Jenkins are which secrets. */
class CredentialSecretsTest {

    private final Map<String, String> credentials = new TreeMap<>();
    private final SecretSource secrets = new CredentialSecrets(
            new CredentialTexts() {
                @Override
                public Set<String> ids() {
                    return credentials.keySet();
                }

                @Override
                public Optional<String> text(String id) {
                    return Optional.ofNullable(credentials.get(id));
                }
            },
            MacKey.of(new byte[32]),
            () -> "acme");

    private Optional<String> value(String name, String key) {
        return secrets.value("acme", name, key).map(SecretValue::revealText);
    }

    @Test
    void anIdIsANameOrANameAndAKey() {
        credentials.put("model", "alone");
        credentials.put("git_username", "krate-bot");
        credentials.put("git_password", "pässword");

        assertThat(value("model", "value")).contains("alone");
        assertThat(value("git", "username")).contains("krate-bot");
        assertThat(value("git", "password")).contains("pässword");
        assertThat(value("git", "value")).isEmpty();
        assertThat(value("model", "username")).isEmpty();
        assertThat(secrets.metadata("acme", "git").map(SecretMetadata::keys)).contains(Set.of("username", "password"));
        assertThat(secrets.list("acme")).extracting(SecretMetadata::name).containsExactly("git", "model");
    }

    @Test
    void noOtherNamespaceSeesThem() {
        credentials.put("model", "alone");

        assertThat(secrets.value("globex", "model", "value")).isEmpty();
        assertThat(secrets.metadata("globex", "model")).isEmpty();
        assertThat(secrets.list("globex")).isEmpty();
    }

    @Test
    void idsThatMakeNoNameAreNoSecrets() {
        for (String id : List.of("My Token", "UPPER", "a/b", "_key", "name_", "a_b/c", "ä", "")) {
            credentials.put(id, "hidden");
        }

        assertThat(secrets.list("acme")).isEmpty();
        for (String name : List.of("My Token", "UPPER", "a/b", "", "..", "name", "a")) {
            assertThat(secrets.metadata("acme", name)).isEmpty();
            assertThat(value(name, "value")).isEmpty();
        }
    }

    @Test
    void theVersionChangesWithTheValueAndTellsNothingOfIt() {
        credentials.put("model", "one");
        String first = version();
        assertThat(version()).isEqualTo(first);
        credentials.put("model", "two");
        assertThat(version()).isNotEqualTo(first).doesNotContain("two");
        credentials.put("model", "one");
        assertThat(version()).isEqualTo(first);
    }

    private String version() {
        return secrets.metadata("acme", "model").orElseThrow().version();
    }
}
