package ai.a5c.krate.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuideTest {

    @Test
    void whoMayAskForNothingIsToldNothing() {
        assertThat(Guide.of(List.of("branch-push", "issue-comment", "pr-comment")))
                .isEmpty();
    }

    @Test
    void eachMemberIsToldToThoseWhoMayAskForIt() {
        assertThat(Guide.of(List.of("label", "check-rerun")))
                .hasValueSatisfying(guide -> assertThat(guide.lines())
                        .containsExactly(
                                "Your last message is shown to people as it is. You may end it with one fenced block of the language",
                                "krate-output that holds a JSON object; each member asks for something to be written, which a person",
                                "may have to approve. Leave out what you do not need:",
                                "- \"labels\": {\"add\": [\"...\"], \"remove\": [\"...\"]}: labels of the work item.",
                                "- \"rerun\": {\"workflow\": 42, \"attempt\": 1} or {\"check\": \"context\", \"status\": 7}:"
                                        + " another try of a build."));
    }

    @Test
    void everyMemberThatCanBeReadIsTold() {
        List<String> all = List.of("pr-review", "label", "open-pr", "commit-status", "workflow-rerun", "check-rerun");
        assertThat(Guide.of(all).orElseThrow())
                .contains("\"review\"", "\"labels\"", "\"pullRequest\"", "\"status\"", "\"rerun\"");
    }
}
