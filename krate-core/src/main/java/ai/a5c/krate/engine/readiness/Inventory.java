package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The resources of one namespace that conditions are about or depend on, read once; those that are going are not in it. */
final class Inventory {

    private static final List<Class<? extends Resource>> KINDS = List.of(
            AgentStack.class,
            AgentTriggerRule.class,
            AgentServiceAccount.class,
            AgentRoleBinding.class,
            AgentSecretGrant.class,
            AgentConfigGrant.class,
            AgentCapabilityRequirement.class,
            Role.class,
            User.class,
            Team.class,
            AgentSubagent.class,
            AgentSkill.class,
            AgentToolProfile.class,
            AgentMcpServer.class,
            RunnerPool.class,
            AgentWorkspacePolicy.class,
            Repository.class);

    private final String namespace;
    private final Map<Class<?>, Map<String, Resource>> byKind = new LinkedHashMap<>();

    private Inventory(String namespace) {
        this.namespace = namespace;
    }

    static Inventory of(Desk desk, String namespace) {
        Inventory inventory = new Inventory(namespace);
        for (Class<? extends Resource> kind : KINDS) {
            inventory.byKind.put(
                    kind,
                    desk.list(kind, Query.of(kind.getSimpleName(), namespace)).stream()
                            .filter(resource -> resource.metadata().deletionTimestamp() == null)
                            .collect(Collectors.toMap(
                                    resource -> resource.metadata().name(),
                                    Function.identity(),
                                    (one, other) -> one,
                                    LinkedHashMap::new)));
        }
        return inventory;
    }

    String namespace() {
        return namespace;
    }

    <R extends Resource> List<R> all(Class<R> kind) {
        return byKind.getOrDefault(kind, Map.of()).values().stream()
                .map(kind::cast)
                .toList();
    }

    <R extends Resource> Optional<R> named(Class<R> kind, String name) {
        return Optional.ofNullable(byKind.getOrDefault(kind, Map.of()).get(name))
                .map(kind::cast);
    }

    boolean has(Class<? extends Resource> kind, String name) {
        return byKind.getOrDefault(kind, Map.of()).containsKey(name);
    }
}
