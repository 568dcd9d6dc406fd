package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Role.RoleSelector;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.resource.Resource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Roles and bindings of one namespace, and whom they allow what.
 *
 * <p>There are no deny rules: what no binding allows is denied. Roles and bindings that are being deleted, and bindings
 * that wait for an administrator ({@link #ESCALATION_ADMITTED} is False), give nothing. A binding for a repository or a
 * pool counts only there; the namespace is the organization's only one, so that a binding for it counts everywhere.
 */
public final class Authorizer {

    /** The condition of a binding that says whether its author might give what it gives. */
    public static final String ESCALATION_ADMITTED = "EscalationAdmitted";

    private final Map<String, Role> roles = new TreeMap<>();
    private final List<AgentRoleBinding> bindings;

    private Authorizer(Collection<Role> roles, Collection<AgentRoleBinding> bindings) {
        roles.stream()
                .filter(Authorizer::isPresent)
                .forEach(role -> this.roles.put(role.metadata().name(), role));
        this.bindings = bindings.stream()
                .filter(Authorizer::isPresent)
                .filter(Authorizer::isAdmitted)
                .sorted(Comparator.comparing(binding -> binding.metadata().name()))
                .toList();
    }

    /** What {@code roles} and {@code bindings} of one namespace say together. */
    public static Authorizer of(Collection<Role> roles, Collection<AgentRoleBinding> bindings) {
        return new Authorizer(roles, bindings);
    }

    private static boolean isPresent(Resource resource) {
        return resource.metadata().deletionTimestamp() == null;
    }

    /** Whether the binding does not wait for an administrator. */
    public static boolean isAdmitted(AgentRoleBinding binding) {
        return binding.status().conditions().stream()
                .noneMatch(condition -> condition.type().equals(ESCALATION_ADMITTED)
                        && condition.status().equals("False"));
    }

    /**
     * What allows {@code request}, or empty if it is denied.
     *
     * @param who every name under which the one who asks acts
     * @param within the repository and the pool that the request is about, if it is about any
     */
    public Optional<Allowance> allows(Set<Identity> who, Set<Scope> within, AccessRequest request) {
        return bindings.stream()
                .filter(binding -> isFor(binding, who) && holdsIn(binding, within))
                .flatMap(binding -> given(binding).stream()
                        .filter(rule -> PolicyRules.allows(rule, request))
                        .map(rule -> new Allowance(
                                binding.metadata().name(), binding.spec().roleRef(), rule)))
                .findFirst();
    }

    /** Everything that {@code who} is allowed within {@code within}. */
    public List<PolicyRule> rules(Set<Identity> who, Set<Scope> within) {
        return bindings.stream()
                .filter(binding -> isFor(binding, who) && holdsIn(binding, within))
                .flatMap(binding -> given(binding).stream())
                .distinct()
                .toList();
    }

    /** The bindings that give {@code role} to one of {@code who}, whatever their scope. */
    public List<AgentRoleBinding> bindings(Set<Identity> who, String role) {
        return bindings.stream()
                .filter(binding -> binding.spec().roleRef().equals(role) && isFor(binding, who))
                .toList();
    }

    /** The bindings whose subject is exactly that one. */
    public List<AgentRoleBinding> bindings(SubjectKind kind, String name) {
        return bindings.stream()
                .filter(binding -> binding.spec().subject().kind() == kind
                        && binding.spec().subject().name().equals(name))
                .toList();
    }

    /** The rules of a role and of all that it aggregates, directly or not; empty if there is no such role. */
    public Optional<List<PolicyRule>> rules(String role) {
        return Optional.ofNullable(roles.get(role)).map(this::rules);
    }

    /** The rules of {@code role}, which need not be stored, and of all that it aggregates. */
    public List<PolicyRule> rules(Role role) {
        Set<PolicyRule> rules = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>(Set.of(role.metadata().name()));
        Deque<Role> open = new ArrayDeque<>(List.of(role));
        while (!open.isEmpty()) {
            Role next = open.removeFirst();
            rules.addAll(next.spec().rules());
            roles.values().stream()
                    .filter(other ->
                            isSelected(next, other) && seen.add(other.metadata().name()))
                    .forEach(open::addLast);
        }
        return List.copyOf(rules);
    }

    private static boolean isSelected(Role aggregating, Role other) {
        return aggregating.spec().aggregationRule().roleSelectors().stream()
                .map(RoleSelector::matchLabels)
                .anyMatch(wanted -> other.metadata().labels().entrySet().containsAll(wanted.entrySet()));
    }

    /** What a binding gives: the rules of its role, narrowed as it says; nothing if there is no such role. */
    public List<PolicyRule> given(AgentRoleBinding binding) {
        return rules(binding.spec().roleRef())
                .map(rules -> PolicyRules.narrowed(rules, binding.spec().resourceRules()))
                .orElse(List.of());
    }

    private static boolean isFor(AgentRoleBinding binding, Set<Identity> who) {
        Subject subject = binding.spec().subject();
        return who.contains(new Identity(subject.kind(), subject.name()))
                && (subject.stackRef().isEmpty()
                        || who.contains(new Identity(SubjectKind.AGENT_STACK, subject.stackRef())));
    }

    private static boolean holdsIn(AgentRoleBinding binding, Set<Scope> within) {
        Scope scope = binding.spec().scope();
        return scope.kind() == ScopeKind.NAMESPACE || within.contains(scope);
    }
}
