package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of resources that lost something they refer to that it is back, where nothing else says whether they are ready. */
final class Mending {

    private static final Set<String> OBSERVED = Set.of(
            AgentStack.class.getSimpleName(),
            AgentTriggerRule.class.getSimpleName(),
            AgentServiceAccount.class.getSimpleName(),
            AgentRoleBinding.class.getSimpleName(),
            AgentSecretGrant.class.getSimpleName(),
            AgentWorkspacePolicy.class.getSimpleName(),
            "AgentConfigGrant");

    private final Desk desk;
    private final String namespace;
    private final Instant now;
    private final Map<ResourceKey, Boolean> there = new HashMap<>();

    Mending(Desk desk, String namespace, Instant now) {
        this.desk = desk;
        this.namespace = namespace;
        this.now = now;
    }

    /** The writes; each tells those that look at the resource. */
    List<Edit> edits() {
        List<Edit> edits = new ArrayList<>();
        for (Kind kind : KindRegistry.all()) {
            boolean mine = kind.info().storage() == Storage.CONFIG
                    && !kind.info().installation()
                    && !OBSERVED.contains(kind.name())
                    && !kind.references().isEmpty();
            if (mine) {
                desk.list(kind.type(), Query.of(kind.name(), namespace)).stream()
                        .filter(Mending::hasLost)
                        .filter(resource -> isWhole(kind, resource))
                        .forEach(resource -> new Aspects(resource, now)
                                .yes("Ready", "DependencyFound", "")
                                .observation()
                                .changed()
                                .ifPresent(next -> edits.add(Edit.of(resource, records -> records.update(next)))));
            }
        }
        return edits;
    }

    private static boolean hasLost(Resource resource) {
        return Observation.conditions(resource).stream()
                .anyMatch(condition -> condition.type().equals("Ready")
                        && condition.status().equals("False")
                        && condition.reason().equals("DependencyDeleted"));
    }

    private boolean isWhole(Kind kind, Resource resource) {
        Map<String, Object> document = ResourceCodec.write(resource);
        return kind.references().stream()
                .filter(reference -> KindRegistry.named(reference.kind())
                        .filter(referred -> !referred.info().installation())
                        .isPresent())
                .allMatch(reference -> Fields.places(document, reference.path()).stream()
                        .map(Fields.Place::value)
                        .filter(name -> name.indexOf('/') < 0)
                        .allMatch(name -> isThere(new ResourceKey(reference.kind(), namespace, name))));
    }

    private boolean isThere(ResourceKey key) {
        return there.computeIfAbsent(key, any -> desk.ports().store().get(key).isPresent());
    }
}
