package ai.a5c.krate.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.command.Command.Admit;
import ai.a5c.krate.command.Command.Approve;
import ai.a5c.krate.command.Command.Cancel;
import ai.a5c.krate.command.Command.Deny;
import ai.a5c.krate.command.Command.Help;
import ai.a5c.krate.command.Command.Retry;
import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Command.Status;
import ai.a5c.krate.command.Command.Unclear;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommentTest {

    private static final String ID = "approval-0123456789abcdef0123";

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("/krate fix", new Start(Verb.FIX, "")),
                Arguments.of("/krate fix budget=5 the parser", new Start(Verb.FIX, "budget=5 the parser")),
                Arguments.of("/krate diagnose", new Start(Verb.DIAGNOSE, "")),
                Arguments.of("/krate review stack=deep", new Start(Verb.REVIEW, "stack=deep")),
                Arguments.of("/krate approve", new Approve(Optional.empty())),
                Arguments.of("/krate approve " + ID, new Approve(Optional.of(ID))),
                Arguments.of("/krate deny", new Deny(Optional.empty(), "")),
                Arguments.of("/krate deny too big", new Deny(Optional.empty(), "too big")),
                Arguments.of("/krate deny " + ID, new Deny(Optional.of(ID), "")),
                Arguments.of("/krate deny " + ID + " too big", new Deny(Optional.of(ID), "too big")),
                Arguments.of("/krate ok 0123abc", new Admit("0123abc")),
                Arguments.of("/krate OK 0123ABC", new Admit("0123abc")),
                Arguments.of("/krate cancel", new Cancel(Optional.empty())),
                Arguments.of("/krate cancel run-0mh3v0k2s-4f9a1c2b", new Cancel(Optional.of("run-0mh3v0k2s-4f9a1c2b"))),
                Arguments.of("/krate retry", new Retry(Optional.empty())),
                Arguments.of("/krate retry run-1", new Retry(Optional.of("run-1"))),
                Arguments.of("/krate status", new Status()),
                Arguments.of("/krate help", new Help()),
                Arguments.of("/krate", new Help()),
                Arguments.of("/Krate  \t Approve \t", new Approve(Optional.empty())),
                Arguments.of("  /krate approve", new Approve(Optional.empty())),
                Arguments.of("looks good\n/krate approve\nthanks", new Approve(Optional.empty())),
                Arguments.of("looks good\\\n/krate approve", new Approve(Optional.empty())),
                Arguments.of("> what about this?\n\n/krate approve\r\n", new Approve(Optional.empty())),
                Arguments.of("```\n/krate deny\n```\n/krate approve", new Approve(Optional.empty())),
                Arguments.of("<!-- a template's note -->\n\n/krate approve", new Approve(Optional.empty())),
                Arguments.of("fine <!-- or not --> by me\n/krate approve", new Approve(Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aLineThatBeginsWithKrateIsACommand(String markdown, Command command) {
        assertThat(Comment.read(markdown).commands()).containsExactly(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "krate approve",
                "please /krate approve",
                "//krate approve",
                "./krate approve",
                "/krates approve",
                "/krate-approve",
                "/krate.approve",
                "/krate: approve",
                "/krate, approve",
                "/krate/approve",
                "\\/krate approve",
                "&#47;krate approve",
                "`/krate approve`",
                "    /krate approve",
                "```\n/krate approve\n```",
                "~~~\n/krate approve",
                "> /krate approve",
                "> he said\n/krate approve",
                "- /krate approve",
                "1. /krate approve",
                "- [x] /krate approve",
                "- a\n\n  /krate approve",
                "# /krate approve",
                "/krate approve\n---",
                "| /krate approve |",
                "[/krate approve](https://git.example)",
                "[a]: https://git.example '/krate approve'",
                "![/krate approve](x.png)",
                "<!-- /krate approve -->",
                "<!--\n/krate approve\n-->",
                "<p hidden>\n/krate approve\n</p>",
                "<details><summary>notes</summary>\n\n/krate approve\n\n</details>",
                "<span title='x'>\n\n/krate approve",
                "see <span hidden>\n/krate approve</span>",
                "<!-- x --><details>\n\n/krate approve",
                "\u200b/krate approve",
                "\u00a0/krate approve",
                "\ufeff/krate approve",
                "/\u200bkrate approve",
                "/kr\u00adate approve",
                "/krate\u200b approve",
                "/krate\u00a0approve",
                "/krate\u2003approve",
                "/krаte approve",
                "/κrate approve",
                "⁄krate approve",
                "／krate approve",
                "/krate\u0301 approve",
                "\u202e/krate approve",
                "see\u2028/krate approve",
                "see\u0085/krate approve",
                "see\u000b/krate approve",
                "see\f/krate approve",
            })
    void nothingElseIsOne(String markdown) {
        assertThat(Comment.read(markdown).commands()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "aprove | UNKNOWN",
                "approve! | UNKNOWN",
                "approve, thanks | UNKNOWN",
                "please approve | UNKNOWN",
                "merge | UNKNOWN",
                "approve it | NO_ID",
                "approve approval-0123 | NO_ID",
                "approve APPROVAL-0123456789ABCDEF0123 | NO_ID",
                "approve approval-0123456789abcdef0123 now | NO_ID",
                "approve `approval-0123456789abcdef0123` | NO_ID",
                "deny approval-0123 | NO_ID",
                "deny Approval-0123456789abcdef0123 | NO_ID",
                "ok | NO_COMMIT",
                "ok 012345 | NO_COMMIT",
                "ok main | NO_COMMIT",
                "ok 0123abc and go | NO_COMMIT",
                "cancel it, please | NO_RUN",
                "cancel ../x | NO_RUN",
                "retry Run-1 | NO_RUN",
                "status please | TOO_MUCH",
                "help me | TOO_MUCH",
                "appr\u200bove | NOT_PLAIN",
                "аpprove | NOT_PLAIN",
                "o\u212a 0123abc | NOT_PLAIN",
                "approve\u00a0 | NOT_PLAIN",
                "approve \u202eapproval-0123456789abcdef0123 | NOT_PLAIN",
                "approve approval-0123456789abcdef012\uff13 | NOT_PLAIN",
                "deny approval-\u200b0123456789abcdef0123 | NOT_PLAIN",
                "ok 0123abс | NOT_PLAIN",
                "cancel run-1\u200d | NOT_PLAIN",
                "status \u2060 | NOT_PLAIN",
                "approve [this](https://git.example) | NOT_PLAIN",
            })
    void whatIsNotExactlyACommandIsUnclear(String words, Fault fault) {
        List<Command> commands = Comment.read("/krate " + words).commands();
        assertThat(commands).hasSize(1);
        assertThat(commands.get(0))
                .isInstanceOfSatisfying(
                        Unclear.class, unclear -> assertThat(unclear.fault()).isEqualTo(fault));
    }

    @Test
    void whatAPersonTellsWithADenialMayBeInAnyScript() {
        assertThat(Comment.read("/krate deny Nein, später 🚀").commands())
                .containsExactly(new Deny(Optional.empty(), "Nein, später 🚀"));
    }

    @Test
    void severalCommandsCountInTheirOrderAndTheSameOnce() {
        Comment comment = Comment.read(
                "/krate approve\n/krate  approve\n\nand\n\n/krate deny not this\n/krate Approve\n/krate status");
        assertThat(comment.commands())
                .containsExactly(new Approve(Optional.empty()), new Deny(Optional.empty(), "not this"), new Status());
    }

    @Test
    void ofTooManyCommandsNoneCounts() {
        String five = "/krate deny a\n/krate deny b\n/krate deny c\n/krate deny d\n/krate deny e";
        assertThat(Comment.read(five).commands()).hasSize(5);
        assertThat(Comment.read(five + "\n/krate fix").commands()).containsExactly(new Unclear("", Fault.TOO_MANY));
        assertThat(Comment.starts(five + "\n/krate fix")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/note",
                "/note for us: @claude\n/krate fix",
                "@claude fix\n/krate approve\n/Note only among us",
                "- /note\n\n@claude\n\n/krate fix",
                "# /note\n@claude\n/krate fix",
                "<details>\n\n/note\n\n@claude\n\n/krate fix",
            })
    void aNoteAsksNobody(String markdown) {
        assertThat(Comment.read(markdown)).isEqualTo(new Comment(true, List.of(), List.of()));
        assertThat(Comment.isNote(markdown)).isTrue();
        assertThat(Comment.starts(markdown)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"see /note", "`/note`", "> /note", "/notes", "/no\u200bte", "<!-- /note -->", "/note\u200b"})
    void whatOnlyLooksLikeANoteSilencesNothing(String line) {
        Comment comment = Comment.read(line + "\n\n@claude\n\n/krate fix");
        assertThat(comment.mentions()).containsExactly("@claude");
        assertThat(comment.commands()).containsExactly(new Start(Verb.FIX, ""));
    }

    @Test
    void theTextOfACommandReadsAsTheSameCommand() {
        commands().forEach(given -> {
            Command command = (Command) given.get()[1];
            assertThat(Comment.read("/krate " + command.text()).commands()).containsExactly(command);
        });
    }
}
