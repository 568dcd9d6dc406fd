package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.trigger.AdmissionDecision.Reject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModifiersTest {

    private static final String OPEN =
            "match: { mention: \"@claude\" }, selectable: { stacks: [deep], refs: [\"release/*\"], maxBudget: 5 }";
    private static final String CLOSED = "match: { mention: \"@claude\" }";

    private static Match match(String text, String members) {
        Given given = new Given();
        given.text = text;
        return TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(Given.rule("r", members))))
                .matches()
                .get(0);
    }

    private static Optional<String> refusal(String text, String members) {
        AdmissionDecision decision = Admission.decide(match(text, members), new Given().event(), AdmissionFacts.NONE);
        assertThat(decision instanceof Reject)
                .isEqualTo(decision.reason().code().equals("NotSelectable"));
        return Optional.of(decision)
                .filter(Reject.class::isInstance)
                .map(one -> one.reason().message());
    }

    @Test
    void aTextChoosesWhatTheRuleLetsItChoose() {
        String text = "@claude fix stack=deep ref=release/2 budget=4.50 and be quick";
        Modifiers chosen = Modifiers.of(match(text, OPEN));
        assertThat(chosen.stack()).contains("deep");
        assertThat(chosen.ref()).contains("release/2");
        assertThat(chosen.budget()).contains("4.50");
        assertThat(refusal(text, OPEN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stack=deep|the text chooses stack 'deep'; the rule lets texts choose none",
                "ref=main|the text chooses ref 'main'; the rule lets texts choose none",
                "budget=1|the text chooses budget '1'; the rule lets texts choose none",
            })
    void whatTheRuleDoesNotOfferIsRefusedAndTheDefaultIsNothing(String modifier, String message) {
        assertThat(refusal("@claude fix " + modifier, CLOSED)).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stack=other|the text chooses stack 'other'; the rule lets texts choose deep",
                "ref=release/2/x|the text chooses ref 'release/2/x'; the rule lets texts choose release/*",
                "budget=5.01|the text chooses budget '5.01'; the rule lets texts choose a number of dollars up to 5.0",
                "budget=0|the text chooses budget '0'; the rule lets texts choose a number of dollars up to 5.0",
                "budget=1e9|the text chooses budget '1e9'; the rule lets texts choose a number of dollars up to 5.0",
                "budget=-1|the text chooses budget '-1'; the rule lets texts choose a number of dollars up to 5.0",
                "stack=deep stack=deep|the text says stack= twice",
            })
    void whatIsNotAmongTheOfferIsRefused(String modifiers, String message) {
        assertThat(refusal("@claude fix " + modifiers, OPEN)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"@claude fix the case ref=main", "@claude fix it", "@claude fix tool=hammer", "@claude fix stack = deep"
    })
    void onlyWhatStandsRightAfterTheCommandIsAChoice(String text) {
        assertThat(refusal(text, CLOSED)).isEmpty();
        assertThat(Modifiers.of(match(text, CLOSED)).ref()).isEmpty();
    }
}
