package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody would give away without having it.
 *
 * <p>As in Kubernetes: who writes a role has every rule of it, or may {@code escalate} roles; who writes a binding has
 * every rule that it gives, or may {@code bind} the role. A role that aggregates others may gather anything later, so that
 * only who may do everything writes one.
 */
public final class Escalation {

    /** The API group of roles and bindings. */
    public static final String GROUP = "krate.a5c.ai";

    /** How many rules a message names. */
    private static final int NAMED = 10;

    private static final PolicyRule EVERYTHING = new PolicyRule(List.of("*"), List.of("*"), List.of(), List.of("*"));

    private Escalation() {}

    /**
     * The rules that {@code role} would hold and {@code author} lacks.
     *
     * @param isNew whether the role is not stored yet: a request to create names nothing
     */
    public static List<PolicyRule> of(Role role, boolean isNew, Authorizer authorizer, Set<Identity> author) {
        if (may(authorizer, author, "escalate", isNew ? "" : role.metadata().name(), Set.of())) {
            return List.of();
        }
        List<PolicyRule> held = authorizer.rules(author, Set.of());
        boolean aggregates = !role.spec().aggregationRule().roleSelectors().isEmpty();
        return PolicyRules.uncovered(
                held, aggregates ? List.of(EVERYTHING) : role.spec().rules());
    }

    /** The rules that {@code binding} would give and {@code author} lacks where it holds. */
    public static List<PolicyRule> of(AgentRoleBinding binding, Authorizer authorizer, Set<Identity> author) {
        Set<AgentRoleBinding.Scope> within = Set.of(binding.spec().scope());
        if (may(authorizer, author, "bind", binding.spec().roleRef(), within)) {
            return List.of();
        }
        return PolicyRules.uncovered(authorizer.rules(author, within), authorizer.given(binding));
    }

    private static boolean may(
            Authorizer authorizer, Set<Identity> author, String verb, String role, Set<AgentRoleBinding.Scope> within) {
        AccessRequest request = new AccessRequest(verb, GROUP, "roles", "", role);
        return authorizer.allows(author, within, request).isPresent();
    }

    /** The first of {@code rules} in words, and how many there are in all. */
    public static String text(List<PolicyRule> rules) {
        String first = rules.stream().limit(NAMED).map(PolicyRules::text).collect(Collectors.joining("; "));
        return rules.size() <= NAMED ? first : "%s; ... (%d in all)".formatted(first, rules.size());
    }
}
