package ai.a5c.krate.engine;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.access.AccessQuestion;
import ai.a5c.krate.access.AccessQuestion.ResourceVerb;
import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.access.NativeSubject;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.rbac.AccessRequest;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Identity;
import ai.a5c.krate.rbac.PolicyRules;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Native access where there is no cluster: the roles and bindings of the namespace that is asked about. */
public final class LocalAccess implements NativeAccess {

    private final ResourceStore store;

    public LocalAccess(ResourceStore store) {
        this.store = store;
    }

    @Override
    public List<AccessAnswer> review(List<AccessQuestion> questions) {
        Map<String, Known> known = new HashMap<>();
        return questions.stream()
                .map(question ->
                        known.computeIfAbsent(question.namespace(), this::known).answer(question))
                .toList();
    }

    private Known known(String namespace) {
        return new Known(
                Authorizer.of(
                        StoredRecords.list(store, Role.class, Query.of("Role", namespace)),
                        StoredRecords.list(store, AgentRoleBinding.class, Query.of("AgentRoleBinding", namespace))),
                StoredRecords.list(store, AgentServiceAccount.class, Query.of("AgentServiceAccount", namespace)));
    }

    /** What is known of one namespace. */
    private record Known(Authorizer authorizer, List<AgentServiceAccount> accounts) {

        AccessAnswer answer(AccessQuestion question) {
            ResourceVerb asked = question.verb();
            AccessRequest request = new AccessRequest(
                    asked.verb(), asked.apiGroup(), asked.resource(), asked.subresource(), asked.name());
            Set<Scope> places = question.places().stream().map(Places::scope).collect(Collectors.toSet());
            return authorizer
                    .allows(identities(question.subject()), places, request)
                    .map(by -> AccessAnswer.allowed("binding '%s' gives it by role '%s': %s"
                            .formatted(by.binding(), by.role(), PolicyRules.text(by.rule()))))
                    .orElseGet(() -> AccessAnswer.denied("no binding gives it"));
        }

        private Set<Identity> identities(NativeSubject subject) {
            Set<Identity> identities = new LinkedHashSet<>();
            accounts.stream()
                    .filter(account -> account.metadata().deletionTimestamp() == null)
                    .filter(account -> NativeSubject.serviceAccount(
                                    account.spec().namespace(), account.spec().serviceAccountName())
                            .user()
                            .equals(subject.user()))
                    .forEach(account -> identities.add(new Identity(
                            SubjectKind.SERVICE_ACCOUNT, account.metadata().name())));
            if (identities.isEmpty()) {
                identities.add(new Identity(SubjectKind.USER, subject.user()));
            }
            subject.groups().forEach(group -> identities.add(Places.identity(group)));
            return identities;
        }
    }
}
