package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

    @ParameterizedTest
    @MethodSource
    void refusesBytesThatAreNoPlainUtf8(byte[] bytes, String message) {
        assertThatThrownBy(() -> Documents.read(bytes))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusesBytesThatAreNoPlainUtf8() {
        return Stream.of(
                Arguments.of(
                        new byte[] {'a', ':', '\n', ' ', 'b', (byte) 0xff},
                        "$: the text is not UTF-8 at line 2, column 3"),
                Arguments.of(new byte[] {'a', ':', ' ', (byte) 0xc3}, "$: the text is not UTF-8 at line 1, column 4"),
                Arguments.of("a: 1".getBytes(StandardCharsets.UTF_16), "$: the text is UTF-16; expected UTF-8"),
                Arguments.of(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0}, "$: the text is UTF-16; expected UTF-8"),
                Arguments.of(
                        "a: 1\nb: \0".getBytes(StandardCharsets.UTF_8),
                        "$: the character U+0000 at line 2, column 4 is not allowed"),
                Arguments.of(new byte[Documents.MAX_BYTES + 1], "$: the text is longer than 256 KiB; split it"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(Documents.read("\uFEFFa: ü".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(List.of(Map.of("a", "ü")));
    }

    @Test
    void emptyDocumentsAreLeftOutHoweverTheyEnd() {
        assertThat(Documents.read("")).isEmpty();
        assertThat(Documents.read("# nothing\n")).isEmpty();
        assertThat(Documents.read("---\n---\n...\n---\na: 1\n---\nnull\n---\n{b: 2}\n..."))
                .isEqualTo(List.of(Map.of("a", 1), Map.of("b", 2)));
    }

    @Test
    void onlyWhatJsonCallsSoIsNoText() {
        assertThat(Documents.read("[yes, no, on, 0755, 0x1F, 1_000, 2026-01-31, ~x, 'true']".transform("a: "::concat)))
                .isEqualTo(List.of(
                        Map.of("a", List.of("yes", "no", "on", "0755", "0x1F", "1_000", "2026-01-31", "~x", "true"))));
        assertThat(Documents.read("{a: [true, -7, 1.5, 1e3, !!str 5], 8: b}"))
                .isEqualTo(List.of(Map.of("a", List.of(true, -7, 1.5, 1000.0, "5"), "8", "b")));
    }

    @Test
    void aliasesRepeatWhatTheirAnchorHolds() {
        assertThat(Documents.read("a: &x { b: [1] }\nc: *x\n"))
                .isEqualTo(List.of(Map.of("a", Map.of("b", List.of(1)), "c", Map.of("b", List.of(1)))));
    }

    @Test
    void bracketsAndBlanksInTextsAreNoDepth() {
        String art = "[".repeat(100) + "\n  " + " ".repeat(200) + "x";
        assertThat(Documents.read("a: |\n  " + art + "\n"))
                .isEqualTo(List.of(Map.of("a", art.replace("\n  ", "\n") + "\n")));
    }
}
