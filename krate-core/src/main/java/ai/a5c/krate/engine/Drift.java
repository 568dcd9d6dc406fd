package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.PolicyRules;
import java.util.List;

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
}
