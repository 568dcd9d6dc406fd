package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.review.Grants;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.PermissionReviewer;
import ai.a5c.krate.review.ReviewFacts;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.review.SecretFact;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads the facts of permission reviews and asks for them; all from one organization's namespace. */
public final class Reviews {

    private final Desk desk;

    public Reviews(Desk desk) {
        this.desk = desk;
    }

    /** The review of {@code request} in {@code namespace} as things stand now. */
    public PermissionReview review(String namespace, ReviewRequest request, Set<Gate> gates) {
        return PermissionReviewer.review(request, facts(namespace, request, gates));
    }

    /** The review of an existing run at {@code moment}. */
    public PermissionReview review(AgentDispatchRun run, Moment moment) {
        String namespace = run.metadata().namespace();
        AgentDispatchRun.Spec spec = run.spec();
        String fullName = desk.get(Repository.class, namespace, spec.repository())
                .map(repository -> repository.spec().fullName())
                .orElse("");
        ReviewRequest request = new ReviewRequest(
                spec.organizationRef(),
                fullName,
                some(spec.branch()),
                some(spec.sha()),
                spec.requester().login(),
                spec.agentStack(),
                spec.triggerSource(),
                spec.taskKind(),
                spec.runnerPool(),
                spec.trust(),
                moment);
        return review(namespace, request, gates(spec.approvalPolicy().requireFor()));
    }

    /** The gates that are written as {@code words}. */
    public static Set<Gate> gates(List<String> words) {
        return words.stream()
                .map(word -> Gate.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toSet());
    }

    private ReviewFacts facts(String namespace, ReviewRequest request, Set<Gate> gates) {
        Optional<AgentStack> stack = desk.get(AgentStack.class, namespace, request.agentStack());
        String poolName = request.runnerPool().isEmpty()
                ? stack.map(one -> one.spec().runnerPool()).orElse("")
                : request.runnerPool();
        Optional<RunnerPool> pool = desk.get(RunnerPool.class, namespace, poolName);
        Instant now = desk.ports().clock().instant();
        return new ReviewFacts(
                stack,
                stack.flatMap(one -> desk.get(
                        AgentServiceAccount.class,
                        namespace,
                        one.spec().runtimeIdentity().serviceAccountRef())),
                pool,
                pool.flatMap(one -> desk.get(
                        AgentServiceAccount.class, namespace, one.spec().serviceAccountRef())),
                repository(namespace, request.repository()),
                Grants.of(desk.list(AgentSecretGrant.class, Query.of("AgentSecretGrant", namespace))),
                stack.map(one -> secrets(namespace, one)).orElse(List.of()),
                gates,
                now);
    }

    /** The repository resource that the forge calls {@code fullName}. */
    public Optional<Repository> repository(String namespace, String fullName) {
        return desk.list(Repository.class, Query.of("Repository", namespace)).stream()
                .filter(repository -> repository.spec().fullName().equals(fullName))
                .findFirst();
    }

    private List<SecretFact> secrets(String namespace, AgentStack stack) {
        return stack.spec().requiredSecrets().stream()
                .map(SecretRequirement::name)
                .distinct()
                .flatMap(name -> desk.ports().secrets().metadata(namespace, name).stream())
                .map(metadata ->
                        new SecretFact(metadata.namespace(), metadata.name(), metadata.keys(), metadata.version()))
                .toList();
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
