package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.document;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.access.AccessQuestion;
import ai.a5c.krate.access.AccessQuestion.ResourceVerb;
import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.access.NativeSubject;
import ai.a5c.krate.engine.RoleAnswers.Bearer;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.review.RoleFact;
import ai.a5c.krate.review.RoleFact.Answer;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of roles that the stack fix needs, whose agents act as fixer. */
class RoleAnswersTest {

    private final List<AccessQuestion> asked = new ArrayList<>();
    private NativeAccess access = questions -> {
        asked.addAll(questions);
        return local(questions);
    };
    private final Tenants tenants = Tenants.on(new InMemoryResourceStore(), questions -> access.review(questions));
    private final RoleAnswers answers = new RoleAnswers(tenants.engine);

    private List<AccessAnswer> local(List<AccessQuestion> questions) {
        return new LocalAccess(tenants.store).review(questions);
    }

    @BeforeEach
    void fixerExists() {
        root(
                "{kind: AgentServiceAccount, metadata: {name: fixer}, spec: {namespace: agents, serviceAccountName: krate-fixer}}");
        root("{kind: Repository, metadata: {name: app}, spec: {cloneUrl: 'https://forge.example/acme/app.git'}}");
        root(role("get"));
    }

    @Test
    void aRoleThatIsNotThereIsNotAskedAbout() {
        assertThat(answer("nothing"))
                .isEqualTo(new RoleFact("nothing", false, Answer.DENIED, false, "there is no role 'nothing'"));
        assertThat(answers.of(Bearer.of("acme", "fix", Optional.empty()), List.of("reader")))
                .containsExactly(
                        new RoleFact("reader", true, Answer.DENIED, false, "there is no runtime identity to have it"));
        assertThat(answers.of(bearer(), List.of())).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void everyPartOfTheRoleIsAskedOfTheNativeAccount() {
        root(role("get, list"));
        assertThat(answer("reader"))
                .isEqualTo(
                        new RoleFact(
                                "reader",
                                true,
                                Answer.DENIED,
                                false,
                                "it lacks get on pods named x; list on pods named x; get on pods/log named x; list on pods/log named x"));
        assertThat(asked)
                .extracting(AccessQuestion::verb)
                .containsExactly(
                        new ResourceVerb("get", "", "pods", "", "x"),
                        new ResourceVerb("list", "", "pods", "", "x"),
                        new ResourceVerb("get", "", "pods", "log", "x"),
                        new ResourceVerb("list", "", "pods", "log", "x"));
        assertThat(asked).allSatisfy(question -> {
            assertThat(question.namespace()).isEqualTo("acme");
            assertThat(question.subject())
                    .isEqualTo(new NativeSubject(
                            "system:serviceaccount:agents:krate-fixer",
                            Set.of(
                                    "system:serviceaccounts",
                                    "system:serviceaccounts:agents",
                                    "krate:agent-stack:fix")));
        });
    }

    @Test
    void aBindingOfTheAccountOrOfTheStackGivesIt() {
        for (String subject : List.of("kind: service-account, name: fixer", "kind: agent-stack, name: fix")) {
            root(binding(subject, "kind: namespace"));
            assertThat(answer("reader"))
                    .isEqualTo(new RoleFact("reader", true, Answer.ALLOWED, false, "native access allows all of it"));
        }
        root(binding("kind: agent-stack, name: other", "kind: namespace"));
        assertThat(answer("reader").answer()).isEqualTo(Answer.DENIED);
    }

    @Test
    void aBindingForARepositoryCountsThereAndWhileNoWorkIsKnown() {
        root(binding("kind: service-account, name: fixer", "kind: repository, name: app"));
        assertThat(answer("reader").answer()).isEqualTo(Answer.ALLOWED);
        assertThat(at("repository/app").answer()).isEqualTo(Answer.ALLOWED);
        assertThat(at("repository/other").answer()).isEqualTo(Answer.DENIED);
        assertThat(at("runner-pool/app").answer()).isEqualTo(Answer.DENIED);
    }

    @Test
    void noAnswerIsNoAnswer() {
        for (NativeAccess silent : List.<NativeAccess>of(questions -> List.of(), questions -> {
            throw new IllegalStateException("away");
        })) {
            access = silent;
            assertThat(answer("reader"))
                    .isEqualTo(new RoleFact("reader", true, Answer.UNAVAILABLE, false, "native access did not answer"));
        }
        access = questions -> questions.stream()
                .map(question -> AccessAnswer.unavailable("the cluster is away"))
                .toList();
        assertThat(answer("reader").detail()).isEqualTo("the cluster is away");
    }

    @Test
    void aRoleThatIsTooLargeIsNotAskedAbout() {
        List<String> names = IntStream.range(0, 501).mapToObj(i -> "n" + i).toList();
        root(
                "{kind: Role, metadata: {name: reader}, spec: {rules: [{apiGroups: [''], resources: [pods, nodes], verbs: [get, list], resourceNames: [%s]}]}}"
                        .formatted(String.join(", ", names)));
        assertThat(answer("reader"))
                .isEqualTo(new RoleFact(
                        "reader",
                        true,
                        Answer.UNAVAILABLE,
                        false,
                        "the role is too large to ask about: more than 2000 single permissions"));
        assertThat(asked).isEmpty();
    }

    @Test
    void whatABindingPromisesAndNativeAccessDeniesHasDrifted() {
        root(binding("kind: service-account, name: fixer", "kind: namespace"));
        access = questions ->
                questions.stream().map(question -> AccessAnswer.denied("no")).toList();
        assertThat(answer("reader"))
                .isEqualTo(new RoleFact(
                        "reader",
                        true,
                        Answer.DENIED,
                        true,
                        "the bindings of role 'reader' give it, but native access denies it"));
    }

    @Test
    void aRoleThatGrewSinceItWasBoundHasDriftedUntilTheBindingIsSavedAgain() {
        String binding = binding("kind: service-account, name: fixer", "kind: namespace");
        root(binding);
        root(role("get, list"));
        assertThat(answer("reader"))
                .isEqualTo(
                        new RoleFact(
                                "reader",
                                true,
                                Answer.ALLOWED,
                                true,
                                "binding 'b' gives more than when it was admitted: list on pods named x; list on pods/log named x"));
        root(binding);
        assertThat(answer("reader").drifted()).isFalse();
        root(role("list"));
        assertThat(answer("reader").drifted())
                .as("a role that shrank gives nobody more")
                .isFalse();
    }

    @Test
    void anotherOrganizationsBindingGivesNothingHere() {
        tenants.desk.apply(document(role("get")), "globex", ADMINISTRATOR);
        tenants.desk.apply(
                document(
                        "{kind: AgentServiceAccount, metadata: {name: fixer}, spec: {namespace: agents, serviceAccountName: krate-fixer}}"),
                "globex",
                ADMINISTRATOR);
        tenants.desk.apply(
                document(binding("kind: service-account, name: fixer", "kind: namespace")), "globex", ADMINISTRATOR);
        assertThat(answer("reader").answer()).isEqualTo(Answer.DENIED);
    }

    private RoleFact answer(String role) {
        return answers.of(bearer(), List.of(role)).get(0);
    }

    private RoleFact at(String place) {
        Bearer bearer = bearer();
        return answers.of(
                        new Bearer(
                                bearer.namespace(),
                                bearer.stack(),
                                bearer.account(),
                                Set.of(),
                                Optional.of(Set.of(place))),
                        List.of("reader"))
                .get(0);
    }

    private Bearer bearer() {
        return Bearer.of("acme", "fix", tenants.engine.get(AgentServiceAccount.class, "acme", "fixer"));
    }

    private void root(String yaml) {
        tenants.apply(ADMINISTRATOR, document(yaml));
    }

    private static String role(String verbs) {
        return "{kind: Role, metadata: {name: reader}, spec: {rules: [{apiGroups: [''], resources: [pods, pods/log], verbs: [%s], resourceNames: [x]}]}}"
                .formatted(verbs);
    }

    private static String binding(String subject, String scope) {
        return "{kind: AgentRoleBinding, metadata: {name: b}, spec: {subject: {%s}, roleRef: reader, scope: {%s}}}"
                .formatted(subject, scope);
    }
}
