package ai.a5c.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.failure.detect.Place;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in the logs of the corpus. */
class CorpusTest {

    @ParameterizedTest
    @MethodSource("names")
    void whatIsFoundInALogIsAsReviewed(String name) throws IOException {
        Corpus.expected(name).mustBe(rendered(Corpus.analyze(name)));
    }

    @Test
    void theCorpusHasAtLeastSixtyLogs() throws IOException {
        assertThat(Corpus.names()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aLogCutIntoPiecesOfAnySizeTellsTheSame(String name) throws IOException {
        byte[] log = Corpus.log(name);
        FailureAnalysis analysis = new FailureAnalysis();
        for (int i = 0; i < log.length; i += 7) {
            analysis.accept(log, i, Math.min(7, log.length - i));
        }
        assertThat(analysis.result()).isEqualTo(Corpus.analyze(log));
    }

    @ParameterizedTest
    @CsvSource(textBlock = SAME)
    void theSameFailureElsewhereHasTheSameFingerprint(String one, String other) throws IOException {
        assertThat(Corpus.fingerprint(other)).isEqualTo(Corpus.fingerprint(one)).startsWith("v1:");
    }

    @Test
    void allOthersHaveFingerprintsOfTheirOwn() throws IOException {
        Map<String, String> groups = new HashMap<>();
        for (String pair : SAME.lines().toList()) {
            List<String> names = List.of(pair.split(", *"));
            groups.put(names.get(1), names.get(0));
        }
        Map<String, TreeSet<String>> byFingerprint = new HashMap<>();
        for (String name : Corpus.names()) {
            byFingerprint
                    .computeIfAbsent(Corpus.fingerprint(name), any -> new TreeSet<>())
                    .add(groups.getOrDefault(name, name));
        }
        byFingerprint.remove("nothing found");
        assertThat(byFingerprint.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }

    static List<String> names() throws IOException {
        return Corpus.names();
    }

    private static String rendered(Optional<Failure> found) {
        return found.map(failure -> """
                tool: %s
                cause: %s
                rank: %s
                subject: %s
                message: %s
                place: %s
                line: %d
                stage: %s
                exit code: %s
                tests: %s
                fingerprint: %s
                excerpt from line %d:
                %s
                """.formatted(
                                failure.tool(),
                                failure.cause().name().toLowerCase(Locale.ROOT),
                                failure.rank().name().toLowerCase(Locale.ROOT),
                                failure.subject(),
                                failure.message(),
                                failure.place().map(CorpusTest::text).orElse(""),
                                failure.line(),
                                failure.stage(),
                                failure.exitCode().map(String::valueOf).orElse(""),
                                String.join(", ", failure.testNames()),
                                failure.fingerprint(),
                                failure.excerpt().firstLine(),
                                String.join("\n", failure.excerpt().lines()))
                        .replace(" \n", "\n"))
                .orElse("nothing found\n");
    }

    private static String text(Place place) {
        return place.file() + ":" + place.line();
    }

    private static final String SAME = """
            01-maven-compile, 02-maven-compile-elsewhere
            14-gradle-kotlin, 15-gradle-kotlin-old
            29-tsc, 30-tsc-pretty-ansi
            37-pytest, 38-pytest-shifted
            60-ld-undefined, 61-ld-undefined-shifted
            70-shell-missing-command, 71-shell-missing-command-elsewhere""";
}
