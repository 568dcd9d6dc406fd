package ai.a5c.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.failure.detect.Rank;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs between two builds that failed of the same thing changes no fingerprint. */
class FingerprintLawTest {

    private static final int TRIES = 20;

    @ParameterizedTest
    @MethodSource("plain")
    void timesColoursAndLinesBeforeChangeNoFingerprint(String name) throws IOException {
        holds(name, (noise, lines) -> noise.stamped(noise.coloured(noise.shifted(lines))));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void anotherWorkspaceAndLinesPutIntoSourcesChangeNoFingerprint(String name) throws IOException {
        holds(name, (noise, lines) -> noise.edited(noise.moved(lines)));
    }

    @ParameterizedTest
    @MethodSource("unbranched")
    void theOrderInWhichParallelBranchesWriteChangesNoFingerprint(String name) throws IOException {
        List<String> other = lines("16-gradle-test");
        holds(
                name,
                (noise, lines) -> noise.stamped(
                        noise.interleaved(noise.prefixed(lines, "a first one"), noise.prefixed(other, "second"))));
    }

    @ParameterizedTest
    @MethodSource("unbranched")
    void aBranchThatGoesWellBesideItChangesNoFingerprint(String name) throws IOException {
        List<String> other = List.of("+ make docs", "writing output... [ 50%] index", "build succeeded, 3 warnings.");
        holds(name, (noise, lines) -> noise.interleaved(noise.prefixed(lines, "unit"), noise.prefixed(other, "docs")));
    }

    private static void holds(String name, BiFunction<Noise, List<String>, List<String>> law) throws IOException {
        List<String> lines = lines(name);
        String expected = Corpus.fingerprint(name);
        Seeds.forAll(TRIES, random -> {
            String log = String.join("\n", law.apply(new Noise(random), lines)) + "\n";
            assertThat(FailureAnalysis.of(log).map(Failure::fingerprint).orElse("nothing found"))
                    .as(log)
                    .isEqualTo(expected);
        });
    }

    private static List<String> lines(String name) throws IOException {
        return new String(Corpus.log(name), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace("\r", ""))
                .toList();
    }

    /** Logs of failures in which no line was drawn over. */
    static List<String> plain() throws IOException {
        return Corpus.names().stream()
                .filter(name -> !name.startsWith("88-"))
                .filter(name -> !isSuccess(name))
                .toList();
    }

    /** Those whose failure a tool tells with a place, and that have no branches yet: else the other branch may win. */
    static List<String> unbranched() throws IOException {
        return plain().stream()
                .filter(FingerprintLawTest::isPlacedAndUnbranched)
                .toList();
    }

    private static boolean isSuccess(String name) {
        return analyzed(name).isEmpty();
    }

    private static boolean isPlacedAndUnbranched(String name) {
        return analyzed(name)
                .filter(failure -> failure.rank() == Rank.PLACED)
                .filter(failure -> failure.stage().isEmpty())
                .isPresent();
    }

    private static Optional<Failure> analyzed(String name) {
        try {
            return Corpus.analyze(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
