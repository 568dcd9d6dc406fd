package ai.a5c.krate.command;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The page for people who write comments, with the table that follows from {@link Verb}. */
class CommentCommandsPageTest {

    private static final String PAGE = """
            # Commands in comments

            Rendered from `Verb`. What people who may write to a repository can say to Krate in a comment on an issue or pull
            request, or in the text of a review. Krate answers where it was asked.

            | At the start of a line | What Krate does |
            | --- | --- |
            %s
            Besides, a rule may listen to a mention such as `@claude`, anywhere in the text; the word behind it may be a command
            that the rule names: `@claude fix the parser`.

            ## How they are written

            - A command stands **at the start of a line** of a paragraph. In lists, headings, quotes, code, links and HTML, and
              below HTML that is no comment, nothing counts.
            - Its words are exact. A line that is nearly a command is answered with the reason and does nothing.
            - `fix`, `diagnose` and `review` may go on with what an agent shall know. Before that may stand `stack=`, `ref=` and
              `budget=` (US dollars), each within what the rule names in `selectable`; anything else is refused with what may be
              chosen. They start the agents of rules that listen to a mention and name that command, or name none and have a
              task kind that it fits: `fix` for `ci-repair` and `issue-fix`, `diagnose` for `diagnosis`, `review` for `review`.
            - **Several commands** of one comment are done in their order, those that start agents last; the same one is done
              once. Of more than %d none is done.
            - **`/note`** at the start of any line makes the comment one for people: nothing in it counts, no mention either.

            ## Whose word counts

            - For each comment the forge is asked at that moment what its author may do; an answer of a minute ago does not
              count. Without `write`, `admin` or `owner` nothing is done, and the answer is one line that says nothing.
            - Krate's own rules for approvers hold besides: where four eyes are wanted, whoever asked does not approve, under
              whatever name or account; where two must agree, each must be a known user (`IdentityMapping`); an agent's account
              never counts.
            - A yes is asked about once more when it is used: whoever may not write any more by then has approved nothing, and the
              question is asked again, of somebody else.
            - Only its author gives a comment's commands. What somebody else edited asks for nothing. Bots give none.

            ## What is meant

            - `approve` and `deny` without an id mean the only open question of this issue or pull request, if it was asked before
              the comment was written; else the questions are listed. A question shows exactly what would happen: its approval
              holds for that work item, head, policy and effects, and is void when one of them changes.
            - `ok` needs 7 digits of the commit or more. It counts if an outsider's request waits at that commit, and the forge
              says that it is the head now.
            - `cancel` means the run that is under way here, `retry` the latest one; of several, name one. Both ask what the
              same buttons of the console ask.
            - A comment is carried out **once**, however often it is delivered. What it is about is settled when it is first read.
              Who edits their comment gives the commands that are new in it.

            Why something was refused: [reference/refusals.md](reference/refusals.md).
            """;

    @Test
    void thePageIsMadeFromTheCommands() throws IOException {
        String rows = Arrays.stream(Verb.values())
                .map(verb -> "| `%s` | %s |%n".formatted(verb.usage(), verb.does()))
                .collect(joining());
        GeneratedFile.at("docs/comment-commands.md").mustBe(PAGE.formatted(rows, Comment.MAX_COMMANDS));
    }
}
