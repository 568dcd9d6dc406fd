package ai.a5c.krate.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.command.Command.Deny;
import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Command.Unclear;
import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every comment, however hostile. */
class CommentLawsTest {

    private static final List<String> EXACT = List.of(
            "approve",
            "approve approval-0123456789abcdef0123",
            "deny",
            "deny approval-0123456789abcdef0123",
            "ok 0123456789abcdef0123456789abcdef01234567",
            "cancel",
            "cancel run-1",
            "retry",
            "status",
            "help",
            "fix",
            "review",
            "diagnose");

    /** What readers do not see, or take for something else. */
    private static final String[] STRANGE = {
        "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u202d", "\u202e", "\u2066", "\u2069",
        "\u061c", "\u180e", "\ufe0f", "\u0301", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\u001b", "\u0000",
        "\udb40\udc41", "\ud800", "\u0430", "\u043e", "\u0435", "\u212a", "\uff41", "\u1d00"
    };

    private static final String[] PIECES = {
        "/krate",
        "/krate ",
        "/note",
        "@claude",
        "approve",
        "deny",
        " fix",
        " ok 0123abc",
        "budget=5",
        "> ",
        "- ",
        "    ",
        "```",
        "~~~",
        "`",
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "<details>",
        "[",
        "](x)",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\\",
        "*",
        "#",
        " ",
        "\t",
        "|",
        "\u200b",
        "\u202e",
        "\ud83d\ude80",
        "a",
        "approval-0123456789abcdef0123"
    };

    @Test
    void oneStrangeCharacterInACommandMakesItNone() {
        Seeds.forAll(5_000, random -> {
            String exact = "/krate " + EXACT.get(random.nextInt(EXACT.size()));
            int at = random.nextInt(exact.length());
            String strange = exact.substring(0, at) + STRANGE[random.nextInt(STRANGE.length)] + exact.substring(at);
            assertThat(Comment.read(strange).commands())
                    .as(escaped(strange))
                    .allSatisfy(command -> assertThat(command).isInstanceOf(Unclear.class));
        });
    }

    @Test
    void everyReadingIsBoundedRepeatableAndEqualToItsOwnText() {
        int[] found = {0};
        Seeds.forAll(6_000, random -> {
            String markdown = markdown(random);
            Comment comment = Comment.read(markdown);
            assertThat(Comment.read(markdown)).as(escaped(markdown)).isEqualTo(comment);
            assertThat(comment.commands())
                    .hasSizeLessThanOrEqualTo(Comment.MAX_COMMANDS)
                    .doesNotHaveDuplicates();
            assertThat(Comment.starts(markdown)).as(escaped(markdown)).isEqualTo(comment.starts());
            comment.commands().stream()
                    .filter(command -> !(command instanceof Unclear || command instanceof Start))
                    .filter(command ->
                            !(command instanceof Deny deny) || deny.why().isEmpty())
                    .forEach(command -> {
                        found[0]++;
                        assertThat(Comment.read("/krate " + command.text()).commands())
                                .as(escaped(markdown))
                                .containsExactly(command);
                    });
        });
        assertThat(found[0]).isGreaterThan(100);
    }

    @Test
    void whatIsQuotedOrInCodeOrCommentedOutAsksForNothing() {
        Seeds.forAll(2_000, random -> {
            String said = markdown(random).replace("\r", "").replaceAll("\n+", "\n");
            String quoted = said.lines().map(line -> "> " + line).reduce("", (one, two) -> one + two + "\n");
            String code = said.lines().map(line -> "    " + line).reduce("", (one, two) -> one + two + "\n");
            String comment = "<!-- " + said.replace("-->", "") + " -->";
            for (String inert : List.of(quoted, code, comment)) {
                assertThat(Comment.read(inert)).as(escaped(inert)).isEqualTo(new Comment(false, List.of(), List.of()));
            }
        });
    }

    static Stream<String> torments() {
        return Stream.of(
                "/krate approve\n".repeat(4_000),
                "/krate fix a\n".repeat(4_000) + "/krate approve",
                "/krate".repeat(10_000),
                "/krate deny " + "a ".repeat(30_000),
                "> ".repeat(30_000) + "/krate approve",
                "- ".repeat(30_000) + "/krate approve",
                "<".repeat(60_000) + "\n/krate approve",
                "<!--".repeat(15_000) + "\n/krate approve",
                "\ud800/krate \udc00".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("torments")
    void noCommentTakesLong(String markdown) {
        Comment comment = Assertions.assertTimeout(Duration.ofSeconds(10), () -> Comment.read(markdown));
        assertThat(comment.commands()).hasSizeLessThanOrEqualTo(Comment.MAX_COMMANDS);
    }

    private static String markdown(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(16); i >= 0; i--) {
            text.append(random.nextInt(4) == 0 ? "\n/krate " + EXACT.get(random.nextInt(EXACT.size())) : "")
                    .append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .forEach(one -> shown.append(one >= ' ' && one <= '~' ? "" + (char) one : "\\u%04x".formatted(one)));
        return shown.toString();
    }
}
