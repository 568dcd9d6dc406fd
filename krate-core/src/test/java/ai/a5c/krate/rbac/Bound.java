package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.EscalationPolicy;
import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Role.AggregationRule;
import ai.a5c.krate.kind.identity.Role.RoleSelector;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Roles and bindings for tests. */
final class Bound {

    static final Scope NAMESPACE = new Scope(ScopeKind.NAMESPACE, "");
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private Bound() {}

    static Role role(String name, List<PolicyRule> rules) {
        return role(name, Map.of(), rules, List.of());
    }

    /** A role with labels, that also aggregates the roles that any of {@code selected} selects. */
    static Role role(
            String name, Map<String, String> labels, List<PolicyRule> rules, List<Map<String, String>> selected) {
        List<RoleSelector> selectors = selected.stream().map(RoleSelector::new).toList();
        return new Role(
                metadata(name).withLabels(labels),
                new Role.Spec("acme", "", rules, new AggregationRule(selectors)),
                ReadyStatus.UNKNOWN);
    }

    static AgentRoleBinding binding(
            String name, SubjectKind kind, String subject, String role, PolicyRule... narrowing) {
        return binding(name, new Subject(kind, subject, ""), role, NAMESPACE, List.of(narrowing));
    }

    static AgentRoleBinding binding(
            String name, Subject subject, String role, Scope scope, List<PolicyRule> narrowing) {
        return new AgentRoleBinding(
                metadata(name),
                new AgentRoleBinding.Spec("acme", subject, role, scope, narrowing, "", EscalationPolicy.DENY),
                new AgentRoleBinding.Status(0, List.of(), List.of()));
    }

    static AgentRoleBinding waiting(AgentRoleBinding binding) {
        Condition condition = new Condition(Authorizer.ESCALATION_ADMITTED, "False", "Waiting", "", 1, NOW);
        return binding.with(new AgentRoleBinding.Status(1, List.of(condition), List.of()));
    }

    private static Metadata metadata(String name) {
        return Metadata.named("acme", name, Map.of());
    }

    static AccessRequest asked(String... words) {
        List<String> parts = Arrays.asList(words);
        return new AccessRequest(parts.get(0), parts.get(1), parts.get(2), "", parts.size() > 3 ? parts.get(3) : "");
    }
}
