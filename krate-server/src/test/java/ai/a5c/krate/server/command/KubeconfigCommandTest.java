package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigCommandTest {

    @TempDir
    Path directory;

    private final ScriptedFace face = new ScriptedFace();
    private final Typed typed = new Typed(face.url(), "krt_environment");

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void itNamesServerTokenAndTheOrganizationsNamespace() {
        assertThat(typed.krate("kubeconfig")).as(typed.err()).isZero();
        String place = face.url().substring("http://".length());
        Map<String, Object> config = Documents.read(typed.out()).get(0);
        assertThat(config)
                .containsEntry("kind", "Config")
                .containsEntry("current-context", "acme-space@" + place)
                .containsEntry(
                        "clusters",
                        List.of(Map.of(
                                "name", place, "cluster", Map.of("server", "http://krate:krt_environment@" + place))))
                .containsEntry("users", List.of(Map.of("name", "acme-space@" + place, "user", Map.of())))
                .containsEntry(
                        "contexts",
                        List.of(Map.of(
                                "name",
                                "acme-space@" + place,
                                "context",
                                Map.of("cluster", place, "user", "acme-space@" + place, "namespace", "acme-space"))));
        assertThat(typed.err())
                .startsWith("krate: the server speaks plain HTTP")
                .doesNotContain("krt_");
    }

    @Test
    void theFileIsItsOwnersAloneAndIsNotReplacedUnasked() throws IOException {
        Path file = directory.resolve("config");
        typed.input = "krt_piped\n";
        assertThat(typed.krate("kubeconfig", "--token-file", "-", "-o", file.toString()))
                .as(typed.err())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("krate:krt_piped@");
        assertThat(typed.out()).doesNotContain("krt_");
        assertThat(typed.krate("kubeconfig", "-o", file.toString())).isEqualTo(1);
        assertThat(typed.err()).endsWith("krate: %s is there already; --force replaces it\n".formatted(file));
        assertThat(typed.krate("kubeconfig", "--force", "-o", file.toString())).isZero();
        assertThat(file).content().contains("krate:krt_environment@");
        assertThat(directory).isDirectoryNotContaining("glob:**/.krate-*");
    }
}
