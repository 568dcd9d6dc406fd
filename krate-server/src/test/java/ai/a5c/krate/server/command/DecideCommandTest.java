package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecideCommandTest {

    private static final Path RESOURCES = Path.of("../krate-core/src/test/resources");

    @TempDir
    Path directory;

    private final Typed typed = new Typed("http://127.0.0.1:1", "krt_environment");

    static Stream<Path> records() throws IOException {
        List<Path> decisions;
        try (Stream<Path> files = Files.list(RESOURCES.resolve("ai/a5c/krate/trigger"))) {
            decisions = files.filter(file -> file.getFileName().toString().startsWith("decision-"))
                    .sorted()
                    .toList();
        }
        return Stream.concat(decisions.stream(), Stream.of(RESOURCES.resolve("records/permission-review.json")));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordComesOutTheSame(Path record) {
        assertThat(typed.krate("decide", "--record", record.toString()))
                .as(typed.out() + typed.err())
                .isZero();
        assertThat(typed.out()).startsWith("the same decision: ");
    }

    @Test
    void whatWasTamperedWithDiffersAndThePlaceIsNamed() throws IOException {
        String text = Files.readString(RESOURCES.resolve("ai/a5c/krate/trigger/decision-rejected.json"));
        Path record = Files.writeString(
                directory.resolve("record.json"),
                text.replace("\"decision\":\"rejected\"", "\"decision\":\"created\""));
        assertThat(typed.krate("decide", "--record", record.toString())).isEqualTo(1);
        assertThat(typed.out()).isEqualTo("""
                        another decision: rejected
                        /outcome/decision: recorded "created", comes out as "rejected"
                        """);
    }

    @Test
    void whatIsNoRecordCannotBeRead() throws IOException {
        Path record = Files.writeString(directory.resolve("record.json"), "{\"kind\":\"Pod\"}");
        assertThat(typed.krate("decide", "--record", record.toString())).isEqualTo(2);
        assertThat(typed.err())
                .isEqualTo("krate: expected a record whose kind is TriggerDecision or PermissionReview\n");
        Files.writeString(record, "{");
        assertThat(typed.krate("decide", "--record", record.toString())).isEqualTo(2);
        Files.writeString(record, "{\"kind\":\"TriggerDecision\"}");
        assertThat(typed.krate("decide", "--record", record.toString())).isEqualTo(2);
        assertThat(typed.krate("decide", "--record", "none.json")).isEqualTo(2);
        assertThat(typed.krate("decide")).isEqualTo(2);
    }
}
