package ai.a5c.krate.trigger;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the rules make of one event. */
public final class Evaluation {

    private final Occurrence event;
    private final CompiledRules rules;
    private final List<Match> matches;

    Evaluation(Occurrence event, CompiledRules rules, List<Match> matches) {
        this.event = event;
        this.rules = rules;
        this.matches = List.copyOf(matches);
    }

    /** The rules that fit, by name. */
    public List<Match> matches() {
        return matches;
    }

    /** For every other rule why it does not, by name; worked out only now, by asking each rule. */
    public List<NoMatch> explanations() {
        return unfit().sorted().toList();
    }

    /** The first so many of the {@link #explanations}; no further rule is asked. */
    public List<NoMatch> explanations(int most) {
        return unfit().limit(most).toList();
    }

    private Stream<NoMatch> unfit() {
        return rules.all().stream()
                .filter(compiled -> TriggerEvaluator.isOf(compiled, event.event()))
                .map(compiled -> compiled.explain(event))
                .flatMap(Optional::stream);
    }
}
