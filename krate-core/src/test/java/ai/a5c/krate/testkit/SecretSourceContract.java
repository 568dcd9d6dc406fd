package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link SecretSource} promises; a new implementation extends this and says how a secret comes into it. */
public abstract class SecretSourceContract {

    /** The source under test, empty at first. */
    protected abstract SecretSource secrets();

    /** Makes the source have this value. */
    protected abstract void has(String namespace, String name, String key, SecretValue value);

    @Test
    void aValueIsReadAsItWasSet() {
        byte[] bytes = {0, -1, 10, 'a'};
        has("acme", "model", "token", new SecretValue(bytes));
        has("acme", "model", "text", secret("p\u00e4ss\n"));

        assertThat(secrets().value("acme", "model", "token").map(SecretValue::reveal))
                .hasValue(bytes);
        assertThat(secrets().value("acme", "model", "text").map(SecretValue::revealText))
                .contains("p\u00e4ss\n");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        has("acme", "model", "token", secret("value"));

        assertThat(secrets().value("acme", "model", "other")).isEmpty();
        assertThat(secrets().value("acme", "other", "token")).isEmpty();
        assertThat(secrets().value("other", "model", "token")).isEmpty();
        assertThat(secrets().metadata("acme", "other")).isEmpty();
        assertThat(secrets().metadata("other", "model")).isEmpty();
    }

    @Test
    void namesThatNoSecretCanHaveAreNotThere() {
        has("acme", "model", "token", secret("value"));

        for (String hostile : List.of("", ".", "..", "../acme", "acme/model", "/", "A", "a\0b", "a\nb", "\u00e4")) {
            assertThat(secrets().metadata(hostile, "model")).isEmpty();
            assertThat(secrets().metadata("acme", hostile)).isEmpty();
            assertThat(secrets().value(hostile, "model", "token")).isEmpty();
            assertThat(secrets().value("acme", hostile, "token")).isEmpty();
            assertThat(secrets().value("acme", "model", hostile)).isEmpty();
        }
    }

    @Test
    void metadataNamesTheKeys() {
        has("acme", "model", "token", secret("value"));
        has("acme", "model", "tls.crt", secret("other"));

        Optional<SecretMetadata> metadata = secrets().metadata("acme", "model");

        assertThat(metadata.map(SecretMetadata::namespace)).contains("acme");
        assertThat(metadata.map(SecretMetadata::name)).contains("model");
        assertThat(metadata.orElseThrow().keys()).containsExactlyInAnyOrder("token", "tls.crt");
        assertThat(metadata.orElseThrow().version()).isNotBlank();
    }

    @Test
    void aNamespaceListsItsOwnSecretsByName() {
        has("acme", "model", "token", secret("value"));
        has("acme", "bot", "token", secret("value"));
        has("globex", "other", "token", secret("value"));

        assertThat(secrets().list("acme")).extracting(SecretMetadata::name).containsExactly("bot", "model");
        assertThat(secrets().list("acme"))
                .contains(secrets().metadata("acme", "model").orElseThrow());
        for (String hostile : List.of("", "..", "../acme", "acme/model", "initech", "a\0b")) {
            assertThat(secrets().list(hostile)).isEmpty();
        }
    }

    @Test
    void theVersionChangesWithEveryChangeAndOnlyThen() {
        has("acme", "model", "token", secret("one"));
        String first = version();
        assertThat(version()).isEqualTo(first);
        has("acme", "model", "token", secret("two"));
        String second = version();
        has("acme", "model", "token", secret("one"));

        assertThat(List.of(first, second, version())).doesNotHaveDuplicates();
    }

    @Test
    void nothingPrintsAValue() {
        has("acme", "model", "token", secret("hunter2hunter2"));

        assertThat(secrets().metadata("acme", "model").toString()).doesNotContain("hunter2");
        assertThat(secrets().value("acme", "model", "token").toString()).doesNotContain("hunter2");
    }

    private String version() {
        return secrets().metadata("acme", "model").orElseThrow().version();
    }

    /** A value of this text. */
    protected static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
