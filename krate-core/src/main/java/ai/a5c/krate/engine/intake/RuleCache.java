package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.VersionGoneException;
import ai.a5c.krate.trigger.CompiledRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The compiled rules of each namespace, compiled again only when the store's change log shows that one changed. */
final class RuleCache {

    private final Desk desk;
    private final Map<String, Compiled> known = new ConcurrentHashMap<>();

    RuleCache(Desk desk) {
        this.desk = desk;
    }

    /** The rules of {@code namespace} as they are committed now. */
    CompiledRules rules(String namespace) {
        return known.compute(namespace, this::current).rules();
    }

    private Compiled current(String namespace, @Nullable Compiled before) {
        ResourceStore store = desk.ports().store();
        long version = store.version();
        if (before != null && before.version() == version) {
            return before;
        }
        return before != null && isUnchanged(store, namespace, before.version())
                ? new Compiled(version, before.rules())
                : new Compiled(version, compile(namespace));
    }

    private static boolean isUnchanged(ResourceStore store, String namespace, long since) {
        try {
            ChangeQuery changes = new ChangeQuery(Optional.of("AgentTriggerRule"), Optional.of(namespace), List.of());
            return store.changes(changes, since, 1).isEmpty();
        } catch (VersionGoneException e) {
            return false;
        }
    }

    private CompiledRules compile(String namespace) {
        List<AgentTriggerRule> rules = desk.list(AgentTriggerRule.class, Query.of("AgentTriggerRule", namespace));
        return CompiledRules.of(rules, desk.ports().predicates());
    }

    private record Compiled(long version, CompiledRules rules) {}
}
