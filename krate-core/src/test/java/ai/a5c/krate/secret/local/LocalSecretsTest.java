package ai.a5c.krate.secret.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.testkit.SecretSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest extends SecretSourceContract {

    @TempDir
    private Path root;

    @Override
    protected SecretSource secrets() {
        return new LocalSecrets(root);
    }

    @Override
    protected void has(String namespace, String name, String key, SecretValue value) {
        new LocalSecrets(root).set(namespace, name, key, value);
    }

    @Test
    void aSecretIsAFileThatItsOwnerAloneCanRead() throws IOException {
        has("acme", "model", "token", secret("value"));

        assertThat(file()).hasContent("value");
        assertThat(permissions(file())).isEqualTo("rw-------");
        for (String directory : List.of("secrets", "secrets/acme", "secrets/acme/model")) {
            assertThat(permissions(root.resolve(directory))).isEqualTo("rwx------");
        }
        try (var files = Files.list(root.resolve("secrets/acme/model"))) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void whatOthersCanReadIsRefused() throws IOException {
        has("acme", "model", "token", secret("value"));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> secrets().value("acme", "model", "token"))
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessage("%1$s is open to others (rw-r-----); run: chmod 600 '%1$s'".formatted(file()));

        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        Path directory = file().getParent();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> secrets().value("acme", "model", "token"))
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessage("%1$s is open to others (rwxrwx---); run: chmod 700 '%1$s'".formatted(directory));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        has("acme", "model", "token", secret("value"));
        Path outside = Files.writeString(root.resolve("outside"), "stolen");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(file().resolveSibling("link"), outside);
        Files.createSymbolicLink(root.resolve("secrets/acme/linked"), root.resolve("secrets/acme/model"));

        assertThatThrownBy(() -> secrets().value("acme", "model", "link"))
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessageEndingWith("link is no plain file; links are not followed");
        assertThatThrownBy(() -> secrets().value("acme", "linked", "token"))
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessageEndingWith("linked is no directory; links are not followed");
        assertThat(secrets().metadata("acme", "model").map(SecretMetadata::keys))
                .contains(Set.of("token"));

        has("acme", "model", "link", secret("mine"));
        assertThat(outside).hasContent("stolen");
    }

    @Test
    void namesThatAreNoneCannotBeSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> has("..", "model", "token", secret("value")))
                .withMessage(
                        "the namespace must consist of lower case letters, digits, '-' and '.', at most 253, got '..'");
        assertThatIllegalArgumentException().isThrownBy(() -> has("acme", "a/b", "token", secret("value")));
        for (String key : List.of("", ".", "..", "..new-1", "a/b", "a\0", "\u00e4", "k".repeat(254))) {
            assertThatIllegalArgumentException().isThrownBy(() -> has("acme", "model", key, secret("value")));
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aValueThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> has("acme", "model", "token", new SecretValue(new byte[1024 * 1024 + 1])))
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessage("%s is larger than 1048576 bytes".formatted(file()));
        assertThat(secrets().metadata("acme", "model")).isEmpty();
    }

    @Test
    void secretsAreListedAndRemoved() {
        LocalSecrets secrets = new LocalSecrets(root);
        assertThat(secrets.list()).isEmpty();
        has("b", "two", "x", secret("value"));
        has("a", "one", "x", secret("value"));
        has("a", "one", "y", secret("value"));

        assertThat(secrets.list().stream().map(SecretMetadata::name)).containsExactly("one", "two");
        String before = secrets.list().get(0).version();
        assertThat(secrets.remove("a", "one", "x")).isTrue();
        assertThat(secrets.remove("a", "one", "x")).isFalse();
        assertThat(secrets.list().get(0).keys()).containsExactly("y");
        assertThat(secrets.list().get(0).version()).isNotEqualTo(before);
        assertThat(secrets.remove("b", "two")).isTrue();
        assertThat(secrets.remove("b", "two")).isFalse();
        assertThat(secrets.remove("../b", "two")).isFalse();
        assertThat(secrets.list().stream().map(SecretMetadata::name)).containsExactly("one");
        assertThat(root.resolve("secrets/b")).isEmptyDirectory();
    }

    @Test
    void aChangeByHandIsANewVersion() throws IOException {
        has("acme", "model", "token", secret("value"));
        String before = secrets().metadata("acme", "model").orElseThrow().version();

        Files.writeString(file(), "other");

        assertThat(secrets().metadata("acme", "model").orElseThrow().version()).isNotEqualTo(before);
    }

    @Test
    void versionsOfManyQuickChangesAllDiffer() {
        List<String> versions = IntStream.range(0, 50)
                .mapToObj(number -> {
                    has("acme", "model", "token", secret("value"));
                    return secrets().metadata("acme", "model").orElseThrow().version();
                })
                .toList();

        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void theMacKeyIsMadeOnce() throws IOException {
        byte[] key = new LocalSecrets(root).macKey().reveal();

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(new LocalSecrets(root).macKey().reveal()).isEqualTo(key);
        assertThat(permissions(root.resolve("marker-key"))).isEqualTo("rw-------");
        Files.write(root.resolve("marker-key"), new byte[3]);
        assertThatThrownBy(() -> new LocalSecrets(root).macKey())
                .isInstanceOf(UnsafeSecretException.class)
                .hasMessage(
                        "%s must have 32 bytes, has 3; restore it from a backup".formatted(root.resolve("marker-key")));
    }

    @Test
    void allWhoMakeTheMacKeyAtOnceGetTheSame() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> tasks = IntStream.range(0, 8)
                    .<Callable<String>>mapToObj(number ->
                            () -> List.of(new LocalSecrets(root).macKey().revealText())
                                    .toString())
                    .toList();
            Set<String> keys = new HashSet<>();
            for (Future<String> key : threads.invokeAll(tasks)) {
                keys.add(key.get());
            }
            assertThat(keys).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private Path file() {
        return root.resolve("secrets/acme/model/token");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
