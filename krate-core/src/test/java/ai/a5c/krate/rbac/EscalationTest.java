package ai.a5c.krate.rbac;

import static ai.a5c.krate.rbac.Bound.binding;
import static ai.a5c.krate.rbac.Bound.role;
import static ai.a5c.krate.rbac.PolicyRulesTest.rule;
import static ai.a5c.krate.rbac.PolicyRulesTest.rules;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EscalationTest {

    private static final Set<Identity> ANN = Set.of(new Identity(SubjectKind.USER, "ann"));
    private static final Role SOUGHT = role("sought", rules("core:pods:get list", "core:secrets:get"));

    @Test
    void whoWritesARoleNeedsEveryRuleOfIt() {
        assertThat(Escalation.of(SOUGHT, true, annHas("core:pods:*"), ANN)).containsExactly(rule("core:secrets:get"));
        assertThat(Escalation.of(SOUGHT, true, annHas("core:*:get list"), ANN)).isEmpty();
    }

    @Test
    void whoMayEscalateNeedsNone() {
        assertThat(Escalation.of(SOUGHT, true, annHas("krate.a5c.ai:roles:escalate"), ANN))
                .isEmpty();
        Authorizer named = annHas("krate.a5c.ai:roles:escalate:sought");
        assertThat(Escalation.of(SOUGHT, false, named, ANN)).isEmpty();
        assertThat(Escalation.of(SOUGHT, true, named, ANN))
                .as("a request to create names nothing")
                .hasSize(3);
    }

    @Test
    void whoWritesAnAggregatingRoleNeedsEverything() {
        Role aggregating = role("all", Map.of(), List.of(), List.of(Map.of("part", "x")));
        assertThat(Escalation.of(aggregating, true, annHas("core:*:*"), ANN)).containsExactly(rule("*:*:*"));
        assertThat(Escalation.of(aggregating, true, annHas("*:*:*"), ANN)).isEmpty();
    }

    @Test
    void whoBindsARoleNeedsWhatTheBindingGives() {
        AgentRoleBinding whole = binding("b", SubjectKind.SERVICE_ACCOUNT, "fixer", "sought");
        AgentRoleBinding narrowed = binding("b", SubjectKind.SERVICE_ACCOUNT, "fixer", "sought", rule("core:pods:get"));
        Authorizer authorizer = annHas("core:pods:get list");
        assertThat(Escalation.of(whole, authorizer, ANN)).containsExactly(rule("core:secrets:get"));
        assertThat(Escalation.of(narrowed, authorizer, ANN)).isEmpty();
    }

    @Test
    void whoMayBindTheRoleNeedsNone() {
        AgentRoleBinding binding = binding("b", SubjectKind.SERVICE_ACCOUNT, "fixer", "sought");
        assertThat(Escalation.of(binding, annHas("krate.a5c.ai:roles:bind:sought"), ANN))
                .isEmpty();
        assertThat(Escalation.of(binding, annHas("krate.a5c.ai:roles:bind:other"), ANN))
                .hasSize(3);
        assertThat(Escalation.of(binding, annHas("rbac.authorization.k8s.io:roles:bind"), ANN))
                .hasSize(3);
    }

    @Test
    void rightsInARepositoryMayBePassedOnThereOnly() {
        Scope app = new Scope(ScopeKind.REPOSITORY, "app");
        Authorizer authorizer = Authorizer.of(
                List.of(SOUGHT),
                List.of(binding("own", new Subject(SubjectKind.USER, "ann", ""), "sought", app, List.of())));
        Subject fixer = new Subject(SubjectKind.SERVICE_ACCOUNT, "fixer", "");
        assertThat(Escalation.of(binding("b", fixer, "sought", app, List.of()), authorizer, ANN))
                .isEmpty();
        assertThat(Escalation.of(binding("b", fixer, "sought", Bound.NAMESPACE, List.of()), authorizer, ANN))
                .hasSize(3);
        assertThat(Escalation.of(SOUGHT, false, authorizer, ANN))
                .as("a role holds wherever it is bound")
                .hasSize(3);
    }

    private static Authorizer annHas(String rules) {
        return Authorizer.of(
                List.of(SOUGHT, role("anns", rules(rules))), List.of(binding("own", SubjectKind.USER, "ann", "anns")));
    }
}
