package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.CompiledRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The compiled rules of each namespace, compiled again only when its policy or a rule has changed. */
final class RuleCache {

    private final Desk desk;
    private final Map<String, Compiled> known = new ConcurrentHashMap<>();

    RuleCache(Desk desk) {
        this.desk = desk;
    }

    /** The rules of {@code namespace} as they are committed now. */
    CompiledRules rules(String namespace) {
        long version = desk.policies().now(namespace).version();
        return known.compute(namespace, (name, before) -> current(name, version, before))
                .rules();
    }

    /** Rules are at least of the version that was read before them. */
    private Compiled current(String namespace, long version, @Nullable Compiled before) {
        if (before != null && before.version() >= version) {
            return before;
        }
        List<AgentTriggerRule> rules = desk.list(AgentTriggerRule.class, Query.of("AgentTriggerRule", namespace));
        return before != null && before.read().equals(rules)
                ? new Compiled(version, rules, before.rules())
                : new Compiled(
                        version, rules, CompiledRules.of(rules, desk.ports().predicates()));
    }

    private record Compiled(long version, List<AgentTriggerRule> read, CompiledRules rules) {}
}
