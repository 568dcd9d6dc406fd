package ai.a5c.krate.rbac;

import static ai.a5c.krate.rbac.Bound.NAMESPACE;
import static ai.a5c.krate.rbac.Bound.NOW;
import static ai.a5c.krate.rbac.Bound.asked;
import static ai.a5c.krate.rbac.Bound.binding;
import static ai.a5c.krate.rbac.Bound.role;
import static ai.a5c.krate.rbac.Bound.waiting;
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

class AuthorizerTest {

    private static final Identity ANN = new Identity(SubjectKind.USER, "ann");
    private static final Identity FIXERS = new Identity(SubjectKind.TEAM, "fixers");
    private static final Identity STACK = new Identity(SubjectKind.AGENT_STACK, "claude-fix");
    private static final Role READER = role("reader", rules("core:pods:get"));
    private static final AccessRequest GET_POD = asked("get", "", "pods", "x");

    @Test
    void whatNoBindingGivesIsDenied() {
        assertThat(Authorizer.of(List.of(READER), List.of()).allows(Set.of(ANN), Set.of(), GET_POD))
                .isEmpty();
        assertThat(Authorizer.of(List.of(), List.of(binding("b", SubjectKind.USER, "ann", "reader")))
                        .allows(Set.of(ANN), Set.of(), GET_POD))
                .isEmpty();
    }

    @Test
    void theAnswerNamesBindingRoleAndRule() {
        Authorizer authorizer =
                Authorizer.of(List.of(READER), List.of(binding("b", SubjectKind.USER, "ann", "reader")));
        assertThat(authorizer.allows(Set.of(ANN), Set.of(), GET_POD))
                .contains(new Allowance("b", "reader", rule("core:pods:get")));
        assertThat(authorizer.allows(Set.of(FIXERS), Set.of(), GET_POD)).isEmpty();
        assertThat(authorizer.allows(Set.of(new Identity(SubjectKind.TEAM, "ann")), Set.of(), GET_POD))
                .as("a team of that name is somebody else")
                .isEmpty();
    }

    @Test
    void oneOfSeveralNamesIsEnough() {
        Authorizer authorizer =
                Authorizer.of(List.of(READER), List.of(binding("b", SubjectKind.TEAM, "fixers", "reader")));
        assertThat(authorizer.allows(Set.of(ANN, FIXERS), Set.of(), GET_POD)).isPresent();
    }

    @Test
    void aBindingForOneStackHoldsForThatStackAlone() {
        AgentRoleBinding tool =
                binding("b", new Subject(SubjectKind.TOOL, "shell", "claude-fix"), "reader", NAMESPACE, List.of());
        Authorizer authorizer = Authorizer.of(List.of(READER), List.of(tool));
        Identity shell = new Identity(SubjectKind.TOOL, "shell");
        assertThat(authorizer.allows(Set.of(shell, STACK), Set.of(), GET_POD)).isPresent();
        assertThat(authorizer.allows(Set.of(shell), Set.of(), GET_POD)).isEmpty();
    }

    @Test
    void aBindingForARepositoryHoldsThereAndNowhereElse() {
        Scope app = new Scope(ScopeKind.REPOSITORY, "app");
        Authorizer authorizer = Authorizer.of(
                List.of(READER),
                List.of(binding("b", new Subject(SubjectKind.USER, "ann", ""), "reader", app, List.of())));
        assertThat(authorizer.allows(Set.of(ANN), Set.of(app), GET_POD)).isPresent();
        assertThat(authorizer.allows(Set.of(ANN), Set.of(), GET_POD)).isEmpty();
        assertThat(authorizer.allows(Set.of(ANN), Set.of(new Scope(ScopeKind.RUNNER_POOL, "app")), GET_POD))
                .isEmpty();
        assertThat(authorizer.rules(Set.of(ANN), Set.of(app))).containsExactly(rule("core:pods:get"));
    }

    @Test
    void aBindingForTheNamespaceHoldsEverywhere() {
        Authorizer authorizer =
                Authorizer.of(List.of(READER), List.of(binding("b", SubjectKind.USER, "ann", "reader")));
        assertThat(authorizer.allows(Set.of(ANN), Set.of(new Scope(ScopeKind.REPOSITORY, "app")), GET_POD))
                .isPresent();
    }

    @Test
    void aBindingGivesNoMoreThanItIsNarrowedTo() {
        Role wide = role("wide", rules("*:*:*"));
        Authorizer authorizer = Authorizer.of(
                List.of(wide), List.of(binding("b", SubjectKind.USER, "ann", "wide", rule("core:pods:get:x"))));
        assertThat(authorizer.allows(Set.of(ANN), Set.of(), GET_POD))
                .contains(new Allowance("b", "wide", rule("core:pods:get:x")));
        assertThat(authorizer.allows(Set.of(ANN), Set.of(), asked("get", "", "pods", "y")))
                .isEmpty();
    }

    @Test
    void whatIsBeingDeletedOrWaitsForAnAdministratorGivesNothing() {
        AgentRoleBinding binding = binding("b", SubjectKind.USER, "ann", "reader");
        AgentRoleBinding going = binding.withMetadata(binding.metadata().deletedAt(NOW));
        Role goingRole = READER.withMetadata(READER.metadata().deletedAt(NOW));
        for (Authorizer authorizer : List.of(
                Authorizer.of(List.of(READER), List.of(going)),
                Authorizer.of(List.of(goingRole), List.of(binding)),
                Authorizer.of(List.of(READER), List.of(waiting(binding))))) {
            assertThat(authorizer.allows(Set.of(ANN), Set.of(), GET_POD)).isEmpty();
            assertThat(authorizer.rules(Set.of(ANN), Set.of())).isEmpty();
        }
    }

    @Test
    void aRoleHoldsWhatItAggregatesDirectlyOrNotAndCirclesEnd() {
        Role top = role("top", Map.of("in", "circle"), List.of(), List.of(Map.of("part", "middle")));
        Role middle = role("middle", Map.of("part", "middle"), rules("core:pods:list"), List.of(Map.of("part", "low")));
        Role low = role(
                "low", Map.of("part", "low", "size", "s"), rules("core:pods:get"), List.of(Map.of("in", "circle")));
        Role other = role("other", Map.of("size", "s"), rules("core:secrets:get"), List.of());
        Authorizer authorizer = Authorizer.of(List.of(low, top, other, middle), List.of());
        assertThat(authorizer.rules("top")).contains(rules("core:pods:list", "core:pods:get"));
        assertThat(authorizer.rules("low")).contains(rules("core:pods:get", "core:pods:list"));
        assertThat(authorizer.rules("other")).contains(rules("core:secrets:get"));
        assertThat(authorizer.rules("none")).isEmpty();
    }

    @Test
    void aSelectorWantsAllOfItsLabelsAndAnyOfSeveralSelectorsIsEnough() {
        Role top = role("top", Map.of(), List.of(), List.of(Map.of("a", "1", "b", "2"), Map.of("c", "3")));
        Role both = role("both", Map.of("a", "1", "b", "2"), rules("g:both:get"), List.of());
        Role half = role("half", Map.of("a", "1"), rules("g:half:get"), List.of());
        Role second = role("second", Map.of("c", "3"), rules("g:second:get"), List.of());
        assertThat(Authorizer.of(List.of(top, both, half, second), List.of()).rules("top"))
                .contains(rules("g:both:get", "g:second:get"));
    }
}
