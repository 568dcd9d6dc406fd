package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.trigger.RuleAction;
import ai.a5c.krate.trigger.RuleLifecycle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One thing that people do with a rule.
 *
 * @param word as the form says it
 * @param disabled why it is not possible now, for this person
 */
public record RuleButton(String word, String label, Optional<Disabled> disabled) {

    /** All but the one that would change nothing. */
    static List<RuleButton> of(AgentTriggerRule rule, Visit visit) {
        return Arrays.stream(RuleAction.values())
                .filter(action ->
                        !(RuleLifecycle.on(rule.spec().lifecycleState(), action) instanceof RuleLifecycle.Already))
                .map(action -> of(rule, action, visit))
                .toList();
    }

    private static RuleButton of(AgentTriggerRule rule, RuleAction action, Visit visit) {
        String label =
                Character.toUpperCase(action.word().charAt(0)) + action.word().substring(1);
        String resource = "AgentTriggerRule/" + rule.metadata().name();
        return new RuleButton(
                action.word(), label, Disabled.ofReader(visit, label, resource).or(() -> state(rule, action, visit)));
    }

    private static Optional<Disabled> state(AgentTriggerRule rule, RuleAction action, Visit visit) {
        return RuleLifecycle.on(rule.spec().lifecycleState(), action) instanceof RuleLifecycle.Refused refused
                ? Optional.of(new Disabled(
                        Character.toUpperCase(action.word().charAt(0))
                                + action.word().substring(1),
                        "AgentTriggerRule/" + rule.metadata().name(),
                        visit.scope().access().name(),
                        "another state",
                        Character.toUpperCase(refused.message().charAt(0))
                                + refused.message().substring(1) + ".",
                        ""))
                : Optional.empty();
    }
}
