package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String POOL = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: local }
            spec: { maxReplicas: %s, serviceAccountRef: agent }
            """;

    @TempDir
    Path directory;

    /** Nobody listens there: the command asks no server. */
    private final Typed typed = new Typed("http://127.0.0.1:1", "krt_environment");

    private Path pools;

    @BeforeEach
    void writePools() throws IOException {
        pools = Files.writeString(
                directory.resolve("pools.yaml"),
                POOL.formatted("2") + "---\n"
                        + POOL.formatted("many").replace("name: local", "name: other, namespace: acme"));
    }

    @Test
    void faultsNameFileDocumentAndPath() {
        assertThat(typed.krate("validate", "-f", pools.toString())).isEqualTo(1);
        assertThat(typed.out())
                .isEqualTo(
                        pools
                                + ": document 2 (RunnerPool acme/other): $.spec.maxReplicas: expected a whole number, got text\n");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void validDocumentsAreCounted() {
        typed.input = POOL.formatted("1");
        assertThat(typed.krate("validate", "-f", "-")).isZero();
        assertThat(typed.out()).isEqualTo("1 document is valid\n");
    }

    @Test
    void directoriesInDirectoriesCountOnlyWhenAskedFor() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Files.writeString(inner.resolve("a.json"), "{\"a\": 1, \"a\": 2}");
        Files.writeString(inner.resolve("notes.txt"), "no document");
        Files.writeString(pools, POOL.formatted("2"));
        assertThat(typed.krate("validate", "-f", directory.toString())).isZero();
        assertThat(typed.krate("validate", "-R", "-f", directory.toString())).isEqualTo(1);
        assertThat(typed.out())
                .isEqualTo(inner.resolve("a.json") + ": $: found duplicate key a at line 1, column 10\n");
    }

    @Test
    void referencesAreCheckedAmongTheDocumentsOnlyWhenAskedFor() throws IOException {
        Files.writeString(pools, POOL.formatted("2"));
        assertThat(typed.krate("validate", "-f", pools.toString())).isZero();
        assertThat(typed.krate("validate", "--references", "-f", pools.toString()))
                .isEqualTo(1);
        assertThat(typed.out())
                .isEqualTo(
                        pools
                                + ": document 1 (RunnerPool local): $.spec.serviceAccountRef: there is no AgentServiceAccount 'agent' among the documents\n");
        Path account = Files.writeString(directory.resolve("account.yaml"), """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentServiceAccount
                metadata: { name: agent }
                spec: { namespace: acme, serviceAccountName: agent }
                """);
        assertThat(typed.krate("validate", "--references", "-f", pools.toString(), "-f", account.toString()))
                .as(typed.out())
                .isZero();
    }

    @Test
    void programsReadJson() {
        assertThat(typed.krate("validate", "-o", "json", "-f", pools.toString()))
                .isEqualTo(1);
        assertThat(Json.readObject(typed.out()))
                .isEqualTo(Map.of(
                        "valid",
                        false,
                        "documents",
                        2,
                        "faults",
                        List.of(Map.of(
                                "source", pools.toString(),
                                "document", 2,
                                "kind", "RunnerPool",
                                "name", "acme/other",
                                "path", "$.spec.maxReplicas",
                                "message", "expected a whole number, got text"))));
    }

    @Test
    void whatCannotBeReadIsNotCalledInvalid() throws IOException {
        assertThat(typed.krate(
                        "validate", "-f", directory.resolve("absent.yaml").toString()))
                .isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: there is no file %s%n".formatted(directory.resolve("absent.yaml")));
        assertThat(typed.krate("validate")).isEqualTo(2);
        assertThat(typed.krate("validate", "-f", pools.toString(), "-o", "xml")).isEqualTo(2);
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "# nothing\n");
        assertThat(typed.krate("validate", "-f", empty.toString())).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: there is no document in %s%n".formatted(empty));
    }

    @Test
    void bytesThatAreNoUtf8AreAFaultOfTheFile() throws IOException {
        Files.write(pools, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThat(typed.krate("validate", "-f", pools.toString())).isEqualTo(1);
        assertThat(typed.out()).isEqualTo(pools + ": $: the text is not UTF-8 at line 1, column 4\n");
    }
}
