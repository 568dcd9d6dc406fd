package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.testkit.StateTable.Answer;
import ai.a5c.krate.trigger.RuleLifecycle.Already;
import ai.a5c.krate.trigger.RuleLifecycle.Moved;
import ai.a5c.krate.trigger.RuleLifecycle.Refused;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleLifecycleTest {

    private static final Map<String, String> CODE = Map.of(
            "active", "A", "paused", "P", "disabled", "D", "archived", "X", "is so already", "=", "not from here", ".");

    private static StateTable<LifecycleState, RuleAction> table() {
        Map<String, LifecycleState> states = new LinkedHashMap<>();
        for (LifecycleState state : LifecycleState.values()) {
            states.put(Words.of(state), state);
        }
        Map<String, RuleAction> actions = new LinkedHashMap<>();
        for (RuleAction action : RuleAction.values()) {
            actions.put(action.word(), action);
        }
        return new StateTable<>(states, actions, RuleLifecycleTest::answer);
    }

    private static Answer answer(LifecycleState state, RuleAction action) {
        RuleLifecycle.Answer answer = RuleLifecycle.on(state, action);
        if (answer instanceof Moved moved) {
            return Answer.moved(Words.of(moved.state()), List.of());
        }
        return Answer.refused(answer instanceof Already ? "is so already" : "not from here");
    }

    @Test
    void everyActionInEveryStateHasItsAnswer() {
        assertThat(table().cells(CODE)).isEqualTo(StateTable.parse("""
                event    | draft | active | paused | disabled | archived
                activate | A     | =      | .      | A        | .
                pause    | .     | P      | =      | .        | .
                resume   | .     | =      | A      | .        | .
                disable  | D     | D      | D      | =        | .
                archive  | X     | X      | X      | X        | =
                """));
    }

    @Test
    void thePageOfTheDocsSaysTheSame() throws IOException {
        GeneratedFile.at("docs/reference/rule-states.md").mustBe(table().render("How a rule moves"));
    }

    @Test
    void aRefusalSaysWhatCanBeDone() {
        assertThat(message(LifecycleState.PAUSED, RuleAction.ACTIVATE))
                .isEqualTo("a rule that is paused cannot be activated; resume it");
        assertThat(message(LifecycleState.DISABLED, RuleAction.RESUME))
                .isEqualTo("a rule that is disabled cannot be resumed; activate it");
        assertThat(message(LifecycleState.DRAFT, RuleAction.PAUSE))
                .isEqualTo("a rule that is draft cannot be paused; only active ones can");
        for (RuleAction action : List.of(RuleAction.ACTIVATE, RuleAction.RESUME, RuleAction.DISABLE)) {
            assertThat(message(LifecycleState.ARCHIVED, action)).endsWith("; make a new one");
        }
    }

    private static String message(LifecycleState state, RuleAction action) {
        return ((Refused) RuleLifecycle.on(state, action)).message();
    }
}
