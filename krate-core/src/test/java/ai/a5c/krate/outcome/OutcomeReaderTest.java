package ai.a5c.krate.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.outcome.Outcome.Labels;
import ai.a5c.krate.outcome.Outcome.PullRequestText;
import ai.a5c.krate.outcome.Outcome.Rerun;
import ai.a5c.krate.outcome.Outcome.Status;
import ai.a5c.krate.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeReaderTest {

    private static Outcome read(String json) {
        return OutcomeReader.read("It was the sum.\n\n```krate-output\n" + json + "\n```\n\nDone.");
    }

    @Test
    void wordsWithoutABlockAskForNothing() {
        assertThat(OutcomeReader.read("PR opened: #7")).isEqualTo(Outcome.of("PR opened: #7"));
    }

    @Test
    void everythingThatCanBeAskedForIsRead() {
        Outcome outcome = read("""
                {"review": {"verdict": "request-changes", "summary": "Not yet.",
                            "comments": [{"path": "src/A.java", "line": 3, "body": "Why?"}]},
                 "labels": {"add": ["bug"], "remove": ["triage"]},
                 "pullRequest": {"title": "Mend the sum"},
                 "status": {"state": "failure", "description": "2 tests fail"},
                 "rerun": {"workflow": 42, "attempt": 1}}""");
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.text()).isEqualTo("It was the sum.\n\n\n\nDone.");
        assertThat(outcome.review())
                .contains(new Review(
                        "REQUEST_CHANGES", "Not yet.", List.of(new Review.Line("src/A.java", 3, "new", "Why?"))));
        assertThat(outcome.labels()).isEqualTo(new Labels(List.of("bug"), List.of("triage")));
        assertThat(outcome.pullRequest()).contains(new PullRequestText("Mend the sum", ""));
        assertThat(outcome.status()).contains(new Status("result", "failure", "2 tests fail"));
        assertThat(outcome.rerun()).contains(new Rerun("42", 1, "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"review\": {\"verdict\": \"approve\", \"summary\": \"x\"}} | $.review.verdict: expected one of comment, request-changes",
                "{\"review\": {\"summary\": \"x\", \"comments\": [{\"path\": \"../x\", \"line\": 1, \"body\": \"y\"}]}} | $.review.comments[0].path: expected a path inside the repository",
                "{\"review\": {\"summary\": \"x\", \"comments\": [{\"path\": \"/x\", \"line\": 1, \"body\": \"y\"}]}} | $.review.comments[0].path: expected a path inside the repository",
                "{\"review\": {\"summary\": \"x\", \"comments\": [{\"path\": \"x\", \"line\": 0, \"body\": \"y\"}]}} | $.review.comments[0].line: expected a whole number from 1 to 10000000",
                "{\"review\": 1} | $.review: expected an object",
                "{\"merge\": true} | $: unknown member; expected one of labels, pullRequest, rerun, review, status",
                "{\"labels\": {\"add\": [\"a\"], \"remove\": [\"a\"]}} | $.labels: a label is both to be added and to be removed",
                "{\"labels\": {\"add\": [\"a\\nb\"]}} | $.labels.add[0]: expected one line",
                "{\"labels\": {\"add\": [null]}} | $.labels.add: expected a list of at most 20",
                "{\"status\": {\"state\": \"green\", \"description\": \"x\"}} | $.status.state: expected one of error, failure, pending, success",
                "{\"status\": {\"name\": \"../ci\", \"state\": \"error\", \"description\": \"x\"}} | $.status.name: expected letters, digits, '.', '_' and '-'",
                "{\"rerun\": {}} | $.rerun: expected either a workflow or a check",
                "{\"rerun\": {\"workflow\": \"1/../2\", \"attempt\": 1}} | $.rerun.workflow: expected an id"
            })
    void oneFaultAndNothingOfTheBlockCounts(String json, String fault) {
        Outcome outcome = read(json);
        assertThat(outcome.faults()).contains(fault);
        Outcome nothing = Outcome.of(outcome.text());
        assertThat(outcome.review()).isEqualTo(nothing.review());
        assertThat(outcome.labels()).isEqualTo(nothing.labels());
        assertThat(outcome.status()).isEqualTo(nothing.status());
        assertThat(outcome.rerun()).isEqualTo(nothing.rerun());
    }

    @Test
    void twoBlocksOrOneWithoutEndAskForNothing() {
        String block = "```krate-output\n{}\n```\n";
        assertThat(OutcomeReader.read(block + block).faults()).containsExactly("$: there is more than one block");
        assertThat(OutcomeReader.read("x\n```krate-output\n{}").faults()).containsExactly("$: the block has no end");
        assertThat(read("[]").faults()).hasSize(1);
        assertThat(read("{\"labels\": " + "[".repeat(500)).faults()).hasSize(1);
    }

    @Test
    void whateverAnAgentSaysItIsReadInBounds() {
        String alphabet = "`~krate-output{}[]\":,\n \\u0000a1";
        Seeds.forAll(2_000, random -> {
            StringBuilder text = new StringBuilder("```krate-output\n");
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(OutcomeReader.read(text.toString()).faults().size()).isLessThanOrEqualTo(20);
        });
    }
}
