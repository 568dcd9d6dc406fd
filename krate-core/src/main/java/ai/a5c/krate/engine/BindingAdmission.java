package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.EscalationPolicy;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.resource.Condition;
import java.util.List;
import java.util.Optional;

/** Whether one binding may be stored, and what is noted of that: {@link Authorizer#ESCALATION_ADMITTED} and what it gives. */
record BindingAdmission(Author author, Optional<AgentRoleBinding> before, AgentRoleBinding next) {

    /**
     * The binding with its note; as it was if it is the same and saving it again would say nothing new.
     *
     * @throws RefusedException {@code FORBIDDEN} if it gives more than its author has and nothing lets it
     */
    AgentRoleBinding admitted() {
        List<PolicyRule> lacking = author.caller().administrator()
                ? List.of()
                : Escalation.of(next, author.authorizer(), author.identities());
        if (lacking.isEmpty()) {
            return isSettled() ? next : admitted(author.caller().administrator() ? "AdministratorAdmitted" : "Covered");
        }
        if (isSame()) {
            return next;
        }
        return escalating(lacking);
    }

    private AgentRoleBinding escalating(List<PolicyRule> lacking) {
        EscalationPolicy policy = next.spec().escalationPolicy();
        Subject subject = next.spec().subject();
        if (policy == EscalationPolicy.ALLOW_IF_OWNER
                && subject.kind() == SubjectKind.SERVICE_ACCOUNT
                && author.owned().contains(subject.name())) {
            return admitted("OwnerAdmitted");
        }
        if (policy == EscalationPolicy.REQUIRE_ADMIN_APPROVAL) {
            String message = "%s does not have %s; an administrator admits the binding by saving it"
                    .formatted(author.name(), Escalation.text(lacking));
            return noted("False", "AwaitingAdministrator", message, List.of());
        }
        author.refuse(
                lacking,
                "binding '%s' would give".formatted(next.metadata().name()),
                "the verb bind on krate.a5c.ai/roles named " + next.spec().roleRef());
        return next;
    }

    private boolean isSame() {
        return before.filter(old -> old.spec().equals(next.spec())).isPresent();
    }

    private boolean isSettled() {
        return isSame()
                && before.filter(Authorizer::isAdmitted)
                        .filter(old -> old.status()
                                .admittedRules()
                                .equals(author.authorizer().given(old)))
                        .filter(old -> old.status().conditions().stream()
                                .anyMatch(condition -> condition.type().equals(Authorizer.ESCALATION_ADMITTED)))
                        .isPresent();
    }

    private AgentRoleBinding admitted(String reason) {
        return noted(
                "True",
                reason,
                "admitted by " + author.name(),
                author.authorizer().given(next));
    }

    private AgentRoleBinding noted(String status, String reason, String message, List<PolicyRule> given) {
        long generation = before.map(old -> old.metadata().generation()).orElse(0L) + (isSame() ? 0 : 1);
        Condition condition =
                new Condition(Authorizer.ESCALATION_ADMITTED, status, reason, message, generation, author.now());
        return next.with(new AgentRoleBinding.Status(
                generation, Condition.with(next.status().conditions(), condition), given));
    }
}
