package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.rbac.PolicyRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a binding gives more than it did when it was admitted, because its role grew since. */
public final class Drift {

    private Drift() {}

    /** What {@code binding} gives beyond what was admitted; nothing if it was never admitted through the desk. */
    public static List<PolicyRule> beyond(AgentRoleBinding binding, Authorizer authorizer) {
        boolean admitted = binding.status().conditions().stream()
                .anyMatch(condition -> condition.type().equals(Authorizer.ESCALATION_ADMITTED)
                        && condition.status().equals("True"));
        return admitted
                ? PolicyRules.uncovered(binding.status().admittedRules(), authorizer.given(binding))
                : List.of();
    }

    /** The same of each binding that drifted, in words, by the binding's name. */
    public static Map<String, String> texts(Collection<Role> roles, Collection<AgentRoleBinding> bindings) {
        Authorizer authorizer = Authorizer.of(roles, bindings);
        Map<String, String> texts = new TreeMap<>();
        for (AgentRoleBinding binding : bindings) {
            List<PolicyRule> beyond = beyond(binding, authorizer);
            if (!beyond.isEmpty()) {
                texts.put(
                        binding.metadata().name(),
                        "gives more than when it was admitted: %s; save the binding again to admit it"
                                .formatted(Escalation.text(beyond)));
            }
        }
        return texts;
    }
}
