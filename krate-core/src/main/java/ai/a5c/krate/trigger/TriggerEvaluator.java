package ai.a5c.krate.trigger;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import java.util.List;
import java.util.Optional;

/** Decides which rules an event fits; the order of the rules never matters. */
public final class TriggerEvaluator {

    private TriggerEvaluator() {}

    /** What {@code rules} make of {@code event}; a rule of another organization is not even mentioned. */
    public static Evaluation evaluate(SourceEvent event, CompiledRules rules) {
        Occurrence occurrence = new Occurrence(event);
        List<Match> matches = rules.candidates(event).stream()
                .filter(compiled -> isOf(compiled, event) && compiled.fits(occurrence))
                .sorted()
                .map(compiled -> compiled.match(occurrence))
                .toList();
        return new Evaluation(event, rules, matches);
    }

    /** Why {@code rule} does not fit {@code event}, or empty if it does. */
    public static Optional<NoMatch> explain(SourceEvent event, AgentTriggerRule rule) {
        return CompiledRule.of(rule).explain(new Occurrence(event));
    }

    static boolean isOf(CompiledRule compiled, SourceEvent event) {
        String organization = compiled.rule().spec().organizationRef();
        return organization.isEmpty() || organization.equals(event.organization());
    }
}
