package ai.a5c.krate.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A stack with everything that it needs, and a rule that runs it, in acme. */
final class PolicyDocuments {

    static final String REPOSITORY =
            "{kind: Repository, metadata: {name: app}, spec: {cloneUrl: 'https://forge.example/acme/app.git'}}";
    static final String ACCOUNT =
            "{kind: AgentServiceAccount, metadata: {name: fixer}, spec: {namespace: acme, serviceAccountName: fixer, allowedRepositories: ['**'], allowedRunnerPools: ['*']}}";
    static final String POOL =
            "{kind: RunnerPool, metadata: {name: local}, spec: {maxReplicas: 1, serviceAccountRef: fixer}}";
    static final String STACK =
            "{kind: AgentStack, metadata: {name: fix}, spec: {baseAgent: claude, adapter: command, command: [fix], runtimeIdentity: {serviceAccountRef: fixer}, runnerPool: local, requiredSecrets: [{name: model, keys: [api-key], purpose: model-provider-token}]}}";
    static final String GRANT =
            "{kind: AgentSecretGrant, metadata: {name: model}, spec: {subject: {kind: organization, name: acme}, secretRef: {name: model, keys: [api-key]}, purpose: model-provider-token}}";
    static final String RULE =
            "{kind: AgentTriggerRule, metadata: {name: mention}, spec: {lifecycleState: active, sources: [manual], agentStack: fix, taskKind: question}}";
    static final String ROLE =
            "{kind: Role, metadata: {name: reader}, spec: {rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}}";
    static final String BINDING =
            "{kind: AgentRoleBinding, metadata: {name: reads}, spec: {subject: {kind: service-account, name: fixer}, roleRef: reader, scope: {kind: namespace}}}";

    private PolicyDocuments() {}

    /** All of them, those that others refer to first. */
    static List<Map<String, Object>> all() {
        return Stream.of(REPOSITORY, ACCOUNT, POOL, STACK, GRANT, RULE, ROLE, BINDING)
                .map(Tenants::document)
                .toList();
    }
}
