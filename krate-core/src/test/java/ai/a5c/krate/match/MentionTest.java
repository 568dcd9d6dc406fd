package ai.a5c.krate.match;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@claude",
                "@claude fix this",
                "please, @claude, fix this",
                "(@claude)",
                "**@claude** fix",
                "_@claude_",
                "*@claude*",
                "# @claude",
                "- item\n- @claude",
                "Thanks @claude.",
                "@claude's turn",
                "@Claude",
                "@CLAUDE!",
                "hey\r\n@claude\r\nfix",
                "@claude 🚀",
                "🚀@claude",
                "| a | @claude |",
                "> quoted\n\n@claude",
                "`code` @claude",
                "<b>@claude</b>",
                "cc:@claude",
            })
    void whatAReaderSeesAsAMentionIsOne(String markdown) {
        assertThat(Mention.findAll(markdown)).containsExactly("@claude");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude",
                "x@claude",
                "x@claude.com",
                "@claude.com",
                "@claudette",
                "@claude-bot",
                "@claude_bot",
                "@claude_",
                "@@claude",
                "@claude@mastodon.example",
                "@claude/team",
                "/@claude",
                "https://git.example/@claude",
                "https://git.example/?u,@claude",
                "<https://git.example/@claude>",
                "[text](https://git.example/@claude)",
                "[@claude](https://git.example)",
                "![@claude](x.png)",
                "[x](y \"@claude\")",
                "`@claude`",
                "``a ` @claude``",
                "```\n@claude\n```",
                "~~~\r\n@claude\r\n~~~",
                "    @claude",
                "> @claude",
                "> a\n@claude",
                "<!-- @claude -->",
                "a <!-- @claude --> b",
                "<!-- \n\n@claude\n\n-->",
                "<div title=\"@claude\">",
                "<div>\n@claude\n</div>",
                "\\@claude",
                "&#64;claude",
                "@cl*au*de",
                "@claude*tte*",
                "@сlaude",
                "@clаude",
                "@claudе",
                "＠claude",
                "@cl\u200baude",
                "@\u200bclaude",
                "@claude\u200b",
                "@claude\u200dtte",
                "@claude\u2060",
                "@claude\u00ad",
                "@claude\ufe0f",
                "@claude\u0301",
                "@claude\u202e",
                "\u202e@claude",
                "@claude\udb40\udc41",
                "@claude\u0000",
                "ä@claude",
                "[r]: http://x '@claude'",
            })
    void nothingElseIsOne(String markdown) {
        assertThat(Mention.findAll(markdown)).doesNotContain("@claude");
    }

    @Test
    void tokensComeOnceInTheOrderOfTheirFirstPlace() {
        assertThat(Mention.findAll("@b and @a, @B\n\n@c-d")).containsExactly("@b", "@a", "@c-d");
    }

    @Test
    void thereAreAtMostFiftyTokens() {
        String many = IntStream.range(0, 80).mapToObj(i -> "@u" + i).reduce("", (a, b) -> a + " " + b);
        assertThat(Mention.findAll(many)).hasSize(50).startsWith("@u0").endsWith("@u49");
    }

    @Test
    void textBeyondTheLimitIsNotReadNotEvenHalfALine() {
        String line = "x".repeat(65_534);
        assertThat(Mention.findAll("@a\n" + line + "@claude")).containsExactly("@a");
        assertThat(Mention.findAll("@a\n" + "x\n".repeat(40_000) + "@claude")).containsExactly("@a");
    }

    @ParameterizedTest(name = "{0} -> {1}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "@claude fix the tests | fix | the tests",
                "@claude FIX | fix | ''",
                "@claude, fix it | fix | it",
                "@claude: fix, please | fix | please",
                "hello @claude fix. Now! | fix | Now!",
                "@claude fix `a b` stack=x | fix | `a b` stack=x",
                "**@claude** re-run | re-run | ''",
                "/krate approve r-1 | approve | r-1",
            })
    void theCommandIsTheFirstWordAfterTheMention(String markdown, String word, String rest) {
        String mention = markdown.startsWith("/") ? "/krate" : "@Claude";
        assertThat(Mention.commandAfter(markdown, mention)).contains(new Mention.Command(word, rest));
    }

    @Test
    void theCommandMayStandOnTheNextLineAndLinesEndInLineFeeds() {
        assertThat(Mention.commandAfter("@claude\r\nfix\r\nthese\r\n\r\nnot this", "@claude"))
                .contains(new Mention.Command("fix", "these"));
        assertThat(Mention.commandAfter("@claude fix a\r\nb", "@claude")).contains(new Mention.Command("fix", "a\nb"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fix",
                "@claude",
                "@claude `fix`",
                "@claude fіx",
                "@claude fix\u200b",
                "@claude <!-- fix -->",
                "> @claude fix",
                "@claudette fix",
                "@claude [fix](x)",
            })
    void whatIsNoPlainWordIsNoCommand(String markdown) {
        assertThat(Mention.commandAfter(markdown, "@claude")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see /krate approve",
                "a/krate approve",
                "`/krate approve`",
                "> /krate approve",
                "//krate approve"
            })
    void aSlashWordCountsOnlyAtTheStartOfALine(String markdown) {
        assertThat(Mention.commandAfter(markdown, "/krate")).isEmpty();
    }

    static Stream<String> torments() {
        return Stream.of(
                "> ".repeat(32_000) + "@a",
                "- ".repeat(32_000) + "@a",
                "- ".repeat(10_000) + "a\n" + "\n".repeat(40_000),
                "[".repeat(65_000) + "@a",
                "![".repeat(32_000) + "@a",
                "*a ".repeat(21_000) + "@a",
                "**".repeat(32_000) + "@a",
                "`".repeat(30_000) + " @a " + "`".repeat(20_000),
                "@a,".repeat(21_000),
                "/a".repeat(32_000),
                "/a /".repeat(16_000),
                "<!--".repeat(16_000) + "@a",
                "[a]: b\n".repeat(9_000) + "@a",
                "[a](".repeat(16_000) + "@a",
                "@".repeat(65_000),
                "\ud800@a \u0000".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("torments")
    void noTextTakesLong(String markdown) {
        List<String> found = Assertions.assertTimeout(Duration.ofSeconds(10), () -> Mention.findAll(markdown));
        assertThat(found).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void plainTextReadsTheSameWithAndWithoutAParser() {
        String[] pieces = {
            "@claude",
            "@Cl-aude.",
            "/krate",
            "/a",
            "fix",
            "x1",
            "Z",
            "3",
            " ",
            " ",
            "\n",
            "\n\n",
            ", ",
            ".",
            "-",
            "--",
            ":",
            "://",
            "'",
            "\"",
            "(",
            ")",
            "%",
            "; ",
            "?",
            "@",
            "/",
            "@" + "a".repeat(120),
            "1.",
            "e@",
            "_",
            "*",
            "#",
            "<",
            "&",
            "[",
            "\t",
            "\r",
            "=",
            "~",
            "+",
            "!",
            "\\",
            "`",
            "é"
        };
        int[] plain = {0};
        Seeds.forAll(4_000, random -> {
            StringBuilder text = new StringBuilder();
            int safe = random.nextInt(4) == 0 ? pieces.length : 30;
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(pieces[random.nextInt(safe)]);
            }
            PlainProse.read(text.toString()).ifPresent(read -> {
                plain[0] += read.isEmpty() ? 0 : 1;
                assertThat(read).as(text.toString()).isEqualTo(Prose.parsed(text.toString()));
            });
        });
        assertThat(plain[0]).isGreaterThan(200);
    }
}
