package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.PolicyRules;
import java.util.List;

/** Whether a binding gives more than it did when it was admitted, because its role grew since. */
final class Drift {

    private Drift() {}

    /** What {@code binding} gives beyond what was admitted; nothing if it was never admitted through the desk. */
    static List<PolicyRule> beyond(AgentRoleBinding binding, Authorizer authorizer) {
        AgentRoleBinding.Status status = binding.status();
        return status.observedGeneration() == 0
                ? List.of()
                : PolicyRules.uncovered(status.admittedRules(), authorizer.given(binding));
    }
}
