package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of one organization, read and indexed once for each change; only active ones can match. */
public final class CompiledRules {

    private final List<CompiledRule> all;
    private final RuleIndex index;
    private final Set<Source> sources = EnumSet.noneOf(Source.class);

    private CompiledRules(List<CompiledRule> all) {
        this.all = all;
        List<CompiledRule> live = all.stream().filter(CompiledRules::isLive).toList();
        this.index = RuleIndex.of(live);
        live.forEach(compiled -> sources.addAll(compiled.rule().spec().sources()));
    }

    /** Reads {@code rules}, in any order. */
    public static CompiledRules of(Collection<AgentTriggerRule> rules, PredicateCompiler compiler) {
        return new CompiledRules(rules.stream()
                .map(rule -> CompiledRule.of(rule, compiler))
                .sorted()
                .toList());
    }

    /** Reads {@code rules} where no condition in CEL can be read: a rule that has one fits nothing. */
    public static CompiledRules of(Collection<AgentTriggerRule> rules) {
        return of(rules, PredicateCompiler.NONE);
    }

    private static boolean isLive(CompiledRule compiled) {
        return compiled.fault().isEmpty()
                && compiled.rule().spec().lifecycleState() == LifecycleState.ACTIVE
                && compiled.rule().metadata().deletionTimestamp() == null;
    }

    /** Why {@code rule} could never match although it were active: what in it cannot be read. */
    public static Optional<String> fault(AgentTriggerRule rule, PredicateCompiler compiler) {
        return CompiledRule.of(rule, compiler).fault();
    }

    /** The same where no condition in CEL can be read. */
    public static Optional<String> fault(AgentTriggerRule rule) {
        return fault(rule, PredicateCompiler.NONE);
    }

    /** Whether an active rule listens to {@code source}. */
    public boolean listenTo(Source source) {
        return sources.contains(source);
    }

    /** How many rules there are, active or not. */
    public int size() {
        return all.size();
    }

    List<CompiledRule> all() {
        return all;
    }

    /** Each rule that may fit {@code event}; one with many names perhaps more than once. */
    List<CompiledRule> candidates(Occurrence event) {
        List<CompiledRule> found = new ArrayList<>();
        index.collect(event, found);
        return found;
    }
}
