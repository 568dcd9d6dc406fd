package ai.a5c.krate.trigger;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which rules an event fits; the order of the rules never matters. */
public final class TriggerEvaluator {

    private TriggerEvaluator() {}

    /** What {@code rules} make of {@code event}; a rule of another organization is not even mentioned. */
    public static Evaluation evaluate(SourceEvent event, CompiledRules rules) {
        Occurrence occurrence = new Occurrence(event);
        List<CompiledRule> fitting = new ArrayList<>();
        for (CompiledRule candidate : rules.candidates(occurrence)) {
            if (isOf(candidate, event) && candidate.fits(occurrence)) {
                fitting.add(candidate);
            }
        }
        return new Evaluation(occurrence, rules, matches(fitting, occurrence));
    }

    /** One match for each rule of {@code fitting}, in the order of the rules. */
    private static List<Match> matches(List<CompiledRule> fitting, Occurrence occurrence) {
        fitting.sort(null);
        List<Match> matches = new ArrayList<>(fitting.size());
        for (int i = 0; i < fitting.size(); i++) {
            if (i == 0 || fitting.get(i) != fitting.get(i - 1)) {
                matches.add(fitting.get(i).match(occurrence));
            }
        }
        return matches;
    }

    /** Why {@code rule} does not fit {@code event}, or empty if it does. */
    public static Optional<NoMatch> explain(SourceEvent event, AgentTriggerRule rule, PredicateCompiler compiler) {
        return CompiledRule.of(rule, compiler).explain(new Occurrence(event));
    }

    /** The same where no condition in CEL can be read. */
    public static Optional<NoMatch> explain(SourceEvent event, AgentTriggerRule rule) {
        return explain(event, rule, PredicateCompiler.NONE);
    }

    static boolean isOf(CompiledRule compiled, SourceEvent event) {
        String organization = compiled.rule().spec().organizationRef();
        return organization.isEmpty() || organization.equals(event.organization());
    }
}
