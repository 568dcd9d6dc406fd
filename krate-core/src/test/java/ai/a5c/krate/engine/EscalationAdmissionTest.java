package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.assertRefused;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may write roles, bindings and teams; ann writes in acme and is no administrator. */
class EscalationAdmissionTest {

    private static final String OTHERWISE = "; have an administrator save it, or get those rules or the verb %s first";

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());

    @BeforeEach
    void annExists() {
        root("{kind: User, metadata: {name: ann}, spec: {displayName: Ann}}");
        root("{kind: User, metadata: {name: bob}, spec: {displayName: Bob}}");
        root(
                "{kind: AgentServiceAccount, metadata: {name: fixer}, spec: {namespace: acme, serviceAccountName: fixer}}");
        root(role("reader", "pods", "get"));
    }

    @Test
    void whatOneDoesNotHaveOneCannotPutIntoARole() {
        assertRefused(
                "FORBIDDEN",
                "role 'mine' would hold what ann does not have: get on pods; list on pods"
                        + OTHERWISE.formatted("escalate on krate.a5c.ai/roles"),
                () -> tenants.acme(role("mine", "pods", "get, list")));
        assertThat(tenants.desk.get(key("Role", "mine"))).isEmpty();
        give("reader");
        assertThat(tenants.acme(role("mine", "pods", "get"))).isNotNull();
        assertRefused(
                "FORBIDDEN",
                "role 'mine' would hold what ann does not have: list on pods"
                        + OTHERWISE.formatted("escalate on krate.a5c.ai/roles"),
                () -> tenants.acme(role("mine", "pods", "get, list")));
    }

    @Test
    void aRoleThatIsSavedAsItIsIsNobodysAffair() {
        long before = tenants.store.version();
        tenants.acme(role("reader", "pods", "get"));
        assertThat(tenants.store.version()).isEqualTo(before);
    }

    @Test
    void whatOneDoesNotHaveOneCannotBind() {
        List<StoredResource> before = tenants.everything();
        assertRefused(
                "FORBIDDEN",
                "binding 'b' would give what ann does not have: get on pods"
                        + OTHERWISE.formatted("bind on krate.a5c.ai/roles named reader"),
                () -> tenants.acme(binding("deny")));
        assertThat(tenants.everything()).isEqualTo(before);
    }

    @Test
    void whatOneHasOneMayBindAndItSaysWhoAdmittedIt() {
        give("reader");
        AgentRoleBinding bound = (AgentRoleBinding) tenants.acme(binding("deny"));
        assertThat(noted(bound)).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("True");
            assertThat(condition.reason()).isEqualTo("Covered");
            assertThat(condition.message()).isEqualTo("admitted by ann");
            assertThat(condition.observedGeneration()).isEqualTo(1);
        });
        assertThat(bound.status().admittedRules()).hasSize(1);
    }

    @Test
    void whoMayBindARoleNeedNotHaveIt() {
        root(role("binder", "roles", "bind", "krate.a5c.ai"));
        give("binder");
        assertThat(noted(tenants.acme(binding("deny")))).map(Condition::reason).contains("Covered");
    }

    @Test
    void aBindingThatWaitsForAnAdministratorGivesNothingUntilOneSavesIt() {
        AgentRoleBinding waiting = (AgentRoleBinding) tenants.acme(binding("require-admin-approval"));
        assertThat(noted(waiting)).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("False");
            assertThat(condition.reason()).isEqualTo("AwaitingAdministrator");
            assertThat(condition.message())
                    .isEqualTo("ann does not have get on pods; an administrator admits the binding by saving it");
        });
        assertThat(waiting.status().admittedRules()).isEmpty();
        assertThat(noted(tenants.acme(binding("require-admin-approval"))))
                .as("its author cannot admit it by saving it again")
                .map(Condition::status)
                .contains("False");
        assertThat(noted(root(binding("require-admin-approval"))))
                .map(Condition::reason)
                .contains("AdministratorAdmitted");
        AgentRoleBinding changed = (AgentRoleBinding)
                tenants.acme(binding("require-admin-approval").replace("name: fixer", "name: other"));
        assertThat(noted(changed))
                .as("another binding waits again")
                .map(Condition::status)
                .contains("False");
    }

    @Test
    void anOwnerMayBindTheirAccountOnceAnAdministratorHasConfirmedThem() {
        String owned =
                "{kind: AgentServiceAccount, metadata: {name: fixer}, spec: {namespace: acme, serviceAccountName: fixer, owner: {kind: user, name: ann}}}";
        AgentServiceAccount claimed = (AgentServiceAccount) tenants.acme(owned);
        assertThat(claimed.status().conditions()).extracting(Condition::status).containsExactly("False");
        assertRefused(
                "FORBIDDEN",
                "binding 'b' would give what ann does not have: get on pods"
                        + OTHERWISE.formatted("bind on krate.a5c.ai/roles named reader"),
                () -> tenants.acme(binding("allow-if-owner")));
        root(owned);
        assertThat(noted(tenants.acme(binding("allow-if-owner"))))
                .map(Condition::reason)
                .contains("OwnerAdmitted");
        tenants.acme(owned.replace("name: ann", "name: bob"));
        root(
                "{kind: Role, metadata: {name: more}, spec: {rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}}");
        assertRefused(
                "FORBIDDEN",
                "binding 'c' would give what ann does not have: get on secrets"
                        + OTHERWISE.formatted("bind on krate.a5c.ai/roles named more"),
                () -> tenants.acme(binding("allow-if-owner")
                        .replace("name: b}", "name: c}")
                        .replace("roleRef: reader", "roleRef: more")));
    }

    @Test
    void joiningATeamTakesWhatTheTeamHas() {
        root("{kind: Team, metadata: {name: fixers}, spec: {members: [bob]}}");
        root(binding("deny").replace("kind: service-account, name: fixer", "kind: team, name: fixers"));
        assertRefused(
                "FORBIDDEN",
                "team 'fixers' would give ann what ann does not have: get on pods"
                        + OTHERWISE.formatted("bind on the roles that are bound to the team"),
                () -> tenants.acme("{kind: Team, metadata: {name: fixers}, spec: {members: [bob, ann]}}"));
        tenants.acme("{kind: Team, metadata: {name: fixers}, spec: {members: [bob], displayName: Fixers}}");
        tenants.acme("{kind: Team, metadata: {name: others}, spec: {members: [ann]}}");
        root("{kind: Team, metadata: {name: fixers}, spec: {members: [bob, ann]}}");
        assertThat(tenants.acme(role("mine", "pods", "get")))
                .as("what the team has, its members have")
                .isNotNull();
    }

    @Test
    void aNoteCannotBeForged() {
        String forged = binding("require-admin-approval")
                .replace(
                        "spec:",
                        "status: {observedGeneration: 1, conditions: [{type: EscalationAdmitted, status: 'True'}]}, spec:");
        assertThat(noted(tenants.acme(forged))).map(Condition::status).contains("False");
        assertThat(noted(tenants.acme(forged))).map(Condition::status).contains("False");
    }

    @Test
    void aSavedBindingIsNotWrittenAgain() {
        root(binding("deny"));
        long before = tenants.store.version();
        root(binding("deny"));
        assertThat(tenants.store.version()).isEqualTo(before);
    }

    @Test
    void aRoleThatGrewIsAdmittedBySavingTheBindingAgain() {
        root(binding("deny"));
        root(role("reader", "pods", "get, list"));
        AgentRoleBinding again = (AgentRoleBinding) root(binding("deny"));
        assertThat(again.status().admittedRules().get(0).verbs()).containsExactly("get", "list");
    }

    /** Gives ann a role. */
    private void give(String role) {
        root(
                "{kind: AgentRoleBinding, metadata: {name: anns-%1$s}, spec: {subject: {kind: user, name: ann}, roleRef: %1$s, scope: {kind: namespace}}}"
                        .formatted(role));
    }

    private Resource root(String yaml) {
        return tenants.apply(ADMINISTRATOR, document(yaml));
    }

    private static String role(String name, String resource, String verbs) {
        return role(name, resource, verbs, "''");
    }

    private static String role(String name, String resource, String verbs, String group) {
        return "{kind: Role, metadata: {name: %s}, spec: {rules: [{apiGroups: [%s], resources: [%s], verbs: [%s]}]}}"
                .formatted(name, group, resource, verbs);
    }

    private static String binding(String policy) {
        return "{kind: AgentRoleBinding, metadata: {name: b}, spec: {subject: {kind: service-account, name: fixer}, roleRef: reader, scope: {kind: namespace}, escalationPolicy: %s}}"
                .formatted(policy);
    }

    private static Optional<Condition> noted(Resource binding) {
        return ((AgentRoleBinding) binding)
                .status().conditions().stream()
                        .filter(condition -> condition.type().equals("EscalationAdmitted"))
                        .findFirst();
    }
}
