package ai.a5c.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Logs that are large, or made to be a burden. */
class LargeLogTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void aLogOf50MegabytesIsReadInPiecesAndTellsOfItsOneError() {
        byte[] piece = "[unit] 2026-03-02T10:00:00Z [INFO] compiling one of very many modules, all is well\n"
                .repeat(800)
                .getBytes(StandardCharsets.UTF_8);
        FailureAnalysis analysis = new FailureAnalysis();
        long read = 0;
        while (read < 50L * MEGABYTE) {
            analysis.accept(piece, 0, piece.length);
            read += piece.length;
            if (read / MEGABYTE == 25) {
                accept(analysis, "[unit] src/a.c:1:2: error: 'x' undeclared\n");
            }
        }
        Failure failure = analysis.result().orElseThrow();
        assertThat(failure.message()).isEqualTo("'x' undeclared");
        assertThat(failure.line()).isGreaterThan(200_000);
        assertBounded(failure);
    }

    @Test
    void oneLineWithoutEndIsCut() {
        byte[] piece = new byte[MEGABYTE];
        Arrays.fill(piece, (byte) 'x');
        FailureAnalysis analysis = new FailureAnalysis();
        accept(analysis, "error: ");
        for (int i = 0; i < 50; i++) {
            analysis.accept(piece, 0, piece.length);
        }
        Failure failure = analysis.result().orElseThrow();
        assertThat(failure.message()).hasSizeBetween(500, 600);
        assertBounded(failure);
    }

    @Test
    void everyLineAnErrorInABranchOfItsOwnKeepsFewBranchesAndTests() {
        FailureAnalysis analysis = new FailureAnalysis();
        for (int i = 0; i < 20_000; i++) {
            accept(analysis, "[branch%d] --- FAIL: Test%dN%s (0.00s)\n".formatted(i, i, "N".repeat(300)));
        }
        for (int i = 0; i < 20_000; i++) {
            accept(analysis, "[branch0] --- FAIL: Test%d (0.00s)\n".formatted(i));
        }
        Failure failure = analysis.result().orElseThrow();
        assertThat(failure.testNames()).hasSize(Failure.MOST_TESTS).allMatch(name -> name.length() <= 200);
        assertBounded(failure);
    }

    @Test
    void marksThatNeverCloseAreReadInOnePass() {
        for (String hostile :
                new String[] {"[", "(", "\u001b[", "\u001b]", "a:1:", "\\", "___", "E   ", "'\"`", "- ", "/"}) {
            String line = hostile.repeat(4000) + "\n";
            Optional<Failure> found = FailureAnalysis.of("error: " + line + line.repeat(200));
            found.ifPresent(LargeLogTest::assertBounded);
            assertThat(found).as(hostile).isPresent();
        }
    }

    private static void assertBounded(Failure failure) {
        assertThat(failure.excerpt().lines())
                .hasSizeLessThanOrEqualTo(Excerpt.MOST_LINES)
                .allMatch(line -> line.length() <= Excerpt.LONGEST_LINE);
        assertThat(failure.excerpt().lines().stream().mapToInt(String::length).sum())
                .isLessThanOrEqualTo(Excerpt.MOST_CHARACTERS + Excerpt.LONGEST_LINE);
        assertThat(failure.message()).hasSizeLessThanOrEqualTo(600);
        assertThat(failure.subject()).hasSizeLessThanOrEqualTo(4096);
    }

    private static void accept(FailureAnalysis analysis, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        analysis.accept(bytes, 0, bytes.length);
    }
}
