package ai.a5c.krate.refusal;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.review.ReasonCode;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trigger.AdmissionCode;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    private static final List<String> HOSTILE = List.of(
            "@alice",
            "@acme/owners",
            "`",
            "``",
            "\n",
            "\r\n\r\n",
            "\u2028",
            "\u0000",
            "\u001b[31m",
            "\u202e",
            "\u200b",
            "\ud83d",
            "<img src=x onerror=y>",
            "<!-- ",
            " -->",
            "[a](http://evil.example)",
            "![b](http://evil.example/c.png)",
            "https://evil.example",
            "# h",
            "- x",
            "krate:",
            "Krate-Marker: ",
            "{{ text }}",
            "%s",
            "${x}",
            "$1",
            "\\",
            "normal words");

    @Test
    void everyCodeOfEveryDecisionHasATextOfItsOwn() {
        Stream<String> admission = Arrays.stream(AdmissionCode.values())
                .filter(code -> code != AdmissionCode.ADMITTED)
                .map(AdmissionCode::code);
        Stream<String> review = Arrays.stream(ReasonCode.values()).map(ReasonCode::code);
        Stream<String> causality = Arrays.stream(Verdict.Code.values())
                .filter(code -> code != Verdict.Code.ADMITTED)
                .map(code -> camel(code.name()));
        assertThat(Stream.of(admission, review, causality).flatMap(codes -> codes))
                .allSatisfy(code -> assertThat(Refusal.find(code)).as(code).isPresent());
    }

    private static String camel(String name) {
        return Arrays.stream(name.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(joining());
    }

    @Test
    void everyTextIsInTheReference() throws IOException {
        String rows = Arrays.stream(Refusal.values())
                .map(one -> "| `%s` | %s | %s | %s |%n"
                        .formatted(
                                one.code(), one.why(), one.fix(), one.remedy().words()))
                .collect(joining());
        GeneratedFile.at("docs/reference/refusals.md").mustBe("""
                # Refusals

                What people are told whose request is refused, by the code of the decision. Whoever is not trusted reads one line
                whatever the reason is:

                > %s

                | Code | Why | What helps | Who can do it |
                | --- | --- | --- | --- |
                %s""".formatted(Refusal.FOR_STRANGERS, rows));
    }

    @Test
    void aRequesterReadsWhatWasAskedWhyAndWhatHelps() {
        assertThat(Refusal.of("RuleBusy")
                        .answer(Trust.TRUSTED, "@claude fix this", "rule 'mention' has 10 active runs and allows 10"))
                .isEqualTo("""
                        Krate did not start what was asked, `@claude fix this`.

                        - Why: The rule has as many runs as it allows. (`rule 'mention' has 10 active runs and allows 10`)
                        - What helps: Wait for one to end, or raise maxActive in the rule.
                        - Who can do it: whoever looks after the organization's trigger rules

                        Code: RuleBusy
                        """);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aStrangerReadsTheSameLineWhateverTheReason(Refusal refusal) {
        assertThat(refusal.answer(Trust.UNTRUSTED, "@claude fix", "rule 'secret-rule' of acme, run 'run-1', alice"))
                .isEqualTo("This request was not started automatically; a maintainer can start it.");
    }

    @Test
    void anUnknownCodeHasAText() {
        assertThat(Refusal.of("Whatever")).isEqualTo(Refusal.REFUSED);
        assertThat(Refusal.find("Refused")).isEmpty();
    }

    @Test
    void noTextOfOthersNotifiesLinksHidesOrBreaksOut() {
        Marker marker = Marker.sign("run-1", 0, MacKey.of(new byte[32]));
        Seeds.forAll(2_000, random -> {
            String hostile = IntStream.range(0, random.nextInt(1, 12))
                            .mapToObj(any -> HOSTILE.get(random.nextInt(HOSTILE.size())))
                            .collect(joining())
                    + (random.nextBoolean() ? marker.text() : marker.trailer());
            String answer = Refusal.RULE_BUSY.answer(Trust.MEMBER, hostile, hostile);
            assertThat(answer.lines()).hasSize(7);
            assertThat(answer).hasSizeLessThan(900);
            assertThat(Mention.findAll(answer)).isEmpty();
            assertThat(Marker.findAll(answer)).isEmpty();
            assertThat(answer.codePoints().filter(point -> point != '\n'))
                    .noneMatch(point -> Character.isISOControl(point)
                            || Character.getType(point) == Character.FORMAT
                            || Character.getType(point) == Character.SURROGATE);
            Parser.builder().build().parse(answer).accept(new OnlyWords());
        });
    }

    @Test
    void aLongTextIsCutBetweenCodePoints() {
        assertThat(Refusal.RULE_BUSY.answer(Trust.MEMBER, "\ud83d\ude80".repeat(1_000), ""))
                .contains("\ud83d\ude80".repeat(199) + "…`");
    }

    /** Fails at anything that is more than words. */
    private static final class OnlyWords extends AbstractVisitor {

        @Override
        public void visit(HtmlInline html) {
            throw new AssertionError(html);
        }

        @Override
        public void visit(HtmlBlock html) {
            throw new AssertionError(html);
        }

        @Override
        public void visit(Link link) {
            throw new AssertionError(link);
        }

        @Override
        public void visit(Image image) {
            throw new AssertionError(image);
        }

        @Override
        public void visit(Text text) {
            Node words = text;
            assertThat(text.getLiteral()).as(words.toString()).doesNotContain("evil", "@", "krate:");
        }
    }
}
