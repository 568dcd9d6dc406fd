package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.review.ReasonsTest.Example;
import ai.a5c.krate.review.RoleFact.Answer;
import java.util.List;
import java.util.stream.Stream;

/** Reasons about roles, word by word. */
final class RoleReasons {

    static final String BINDING =
            "{ subject: { kind: service-account, name: fixer }, roleRef: repairer, scope: { kind: namespace } }";

    private static final String FIELD = "AgentToolProfile.spec.requiredRoles[repairer]";
    private static final List<String> CHAIN = List.of("stack fix", "tool profile careful", "role repairer");

    private RoleReasons() {}

    static Given requiring(Given given) {
        return CapabilityReasons.stack(given, "toolProfileRef: careful")
                .with(
                        AgentToolProfile.class,
                        "careful",
                        CapabilityReasons.PROFILE.replace("{ file", "{ requiredRoles: [repairer], file"));
    }

    static Stream<Example> examples() {
        return Stream.of(
                new Example(
                        ReasonCode.ROLE_DENIED,
                        given -> requiring(given).role("repairer", Answer.DENIED),
                        FIELD,
                        "service account 'fixer' does not have role 'repairer'; apply the suggested role binding",
                        CHAIN),
                new Example(
                        ReasonCode.ROLE_UNKNOWN,
                        given -> requiring(given).roles.add(new RoleFact("repairer", false, Answer.DENIED, false, "")),
                        FIELD,
                        "there is no role 'repairer'; create the Role or name another",
                        CHAIN),
                new Example(
                        ReasonCode.ROLE_UNKNOWN,
                        given -> CapabilityReasons.stack(given, "permissionRefs: [repair]"),
                        "AgentStack.spec.permissionRefs[repair]",
                        "there is no role binding 'repair'; create the AgentRoleBinding or name another",
                        List.of("stack fix", "role binding repair")),
                new Example(
                        ReasonCode.NATIVE_REVIEW_UNAVAILABLE,
                        RoleReasons::requiring,
                        FIELD,
                        "nobody could be asked whether service account 'fixer' has role 'repairer'; no answer counts as no",
                        CHAIN),
                new Example(
                        ReasonCode.ROLE_BINDING_DRIFTED,
                        given -> requiring(given).roles.add(new RoleFact("repairer", true, Answer.ALLOWED, true, "")),
                        FIELD,
                        "the native binding of role 'repairer' is no longer what its role binding says; put it right there",
                        CHAIN),
                new Example(
                        ReasonCode.ESCALATION_DENIED,
                        RoleReasons::escalating,
                        "AgentStack.spec.permissionRefs[repair]",
                        "role binding 'repair' gives more than its author has; somebody who has role 'repairer' must apply it",
                        List.of("stack fix", "role binding repair")),
                new Example(
                        ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                        RoleReasons::exceeding,
                        "AgentCapabilityRequirement.spec.requiredRoles[repairer]",
                        "subagent 'reviewer' asks for role 'repairer', which the agent above it does not have; bind the role to the subagent",
                        List.of("stack fix", "subagent reviewer", "role repairer")));
    }

    private static void escalating(Given given) {
        CapabilityReasons.stack(given, "permissionRefs: [repair]")
                .role("repairer", Answer.ALLOWED)
                .with(AgentRoleBinding.class, "repair", BINDING);
        AgentRoleBinding binding = (AgentRoleBinding) given.others.get(0);
        Condition condition = new Condition("EscalationAdmitted", "False", "EscalationDenied", "", 1, Given.NOW);
        given.others.set(
                0,
                new AgentRoleBinding(
                        binding.metadata(),
                        binding.spec(),
                        new AgentRoleBinding.Status(1, List.of(condition), List.of())));
    }

    static void exceeding(Given given) {
        CapabilityReasons.stack(given, "subagentRefs: [reviewer]")
                .role("repairer", Answer.ALLOWED)
                .with(AgentSubagent.class, "reviewer", CapabilityReasons.SUBAGENT)
                .with(
                        AgentCapabilityRequirement.class,
                        "needs",
                        "{ ownerRef: { kind: subagent, name: reviewer }, requiredRoles: [repairer] }");
    }
}
