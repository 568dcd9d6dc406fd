package ai.a5c.krate.engine;

import ai.a5c.krate.engine.RoleAnswers.Bearer;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.match.CloneUrl;
import ai.a5c.krate.rbac.Identity;
import ai.a5c.krate.review.ActorFact;
import ai.a5c.krate.review.ConfigFact;
import ai.a5c.krate.review.Mappings.Outside;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.PermissionReviewer;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.review.Policy.Wanted;
import ai.a5c.krate.review.ReviewFacts;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.review.RoleFact;
import ai.a5c.krate.review.SecretFact;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Loads the facts of permission reviews and asks for them; all from one organization's namespace. */
public final class Reviews {

    private final Desk desk;
    private final RoleAnswers roles;

    public Reviews(Desk desk) {
        this.desk = desk;
        this.roles = new RoleAnswers(desk);
    }

    /** The review of {@code request} in {@code namespace} as things stand now. */
    public PermissionReview review(String namespace, ReviewRequest request, Set<Gate> gates) {
        return reviewed(namespace, request, gates).review();
    }

    /** The review of an existing run at {@code moment}. */
    public PermissionReview review(AgentDispatchRun run, Moment moment) {
        return reviewed(run, moment).review();
    }

    /** The review of {@code request} in {@code namespace} with what it is made from. */
    public Reviewed reviewed(String namespace, ReviewRequest request, Set<Gate> gates) {
        return reviewed(namespace, request, gates, Derivation.NONE);
    }

    /** The review of {@code request} with a stack that differs from the one that it names. */
    public Reviewed reviewed(String namespace, ReviewRequest request, Set<Gate> gates, Derivation derivation) {
        Policies.Held held = desk.policies().now(namespace);
        ReviewFacts facts = facts(derivation.on(held.policy(), request.agentStack()), request, gates);
        return new Reviewed(PermissionReviewer.review(request, facts), facts, held.version());
    }

    /** The review of an existing run at {@code moment} with what it is made from. */
    public Reviewed reviewed(AgentDispatchRun run, Moment moment) {
        AgentDispatchRun.Spec spec = run.spec();
        return reviewed(
                run.metadata().namespace(),
                question(run, moment, spec.requester().login()),
                gates(spec.approvalPolicy().requireFor()),
                Derivation.of(desk, run));
    }

    /** As its forge calls it; one without a forge is called by its own name. */
    public static String called(Repository repository) {
        String fullName = repository.spec().fullName();
        return fullName.isEmpty() ? repository.metadata().name() : fullName;
    }

    private ReviewRequest question(AgentDispatchRun run, Moment moment, String actor) {
        String namespace = run.metadata().namespace();
        AgentDispatchRun.Spec spec = run.spec();
        String fullName = desk.get(Repository.class, namespace, spec.repository())
                .map(Reviews::called)
                .orElse("");
        ReviewRequest question = new ReviewRequest(
                spec.organizationRef(),
                fullName,
                some(spec.branch()),
                some(spec.sha()),
                actor,
                spec.agentStack(),
                spec.triggerSource(),
                spec.taskKind(),
                spec.runnerPool(),
                spec.trust(),
                moment);
        return question.by(spec.requester().id());
    }

    /** The review of an existing run at {@code moment} as if Krate's own user {@code person} had asked for it. */
    public Reviewed reviewed(AgentDispatchRun run, Moment moment, String person) {
        ReviewRequest request = question(run, moment, person);
        Policies.Held held = desk.policies().now(run.metadata().namespace());
        Policy policy = Derivation.of(desk, run).on(held.policy(), request.agentStack());
        Set<Gate> gates = gates(run.spec().approvalPolicy().requireFor());
        ReviewFacts facts = facts(policy, request, gates).by(policy.actor(new Outside("", "", person, "")));
        return new Reviewed(PermissionReviewer.review(request, facts), facts, held.version());
    }

    /** The gates that are written as {@code words}. */
    public static Set<Gate> gates(List<String> words) {
        return words.stream()
                .map(word -> Gate.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toSet());
    }

    /** What {@code policy} does not say and a review of {@code request} wants to know, as it is now. */
    public ReviewFacts facts(Policy policy, ReviewRequest request, Set<Gate> gates) {
        Wanted wanted = policy.wanted(request);
        String pool = request.runnerPool().isEmpty() ? wanted.runnerPool() : request.runnerPool();
        return new ReviewFacts(
                policy,
                secrets(policy.namespace(), wanted),
                configs(policy.namespace(), wanted),
                roles(policy, request, wanted, pool),
                actor(policy, request),
                capabilities(policy, pool),
                gates,
                desk.ports().clock().instant());
    }

    private List<SecretFact> secrets(String namespace, Wanted wanted) {
        return wanted.secrets().stream()
                .flatMap(name -> desk.ports().secrets().metadata(namespace, name).stream())
                .map(metadata -> new SecretFact(
                        metadata.namespace(),
                        metadata.name(),
                        metadata.keys(),
                        metadata.version(),
                        metadata.changedAt()))
                .toList();
    }

    private List<ConfigFact> configs(String namespace, Wanted wanted) {
        return wanted.configs().stream()
                .flatMap(name -> desk.ports().configs().metadata(namespace, name).stream())
                .map(metadata ->
                        new ConfigFact(metadata.namespace(), metadata.name(), metadata.keys(), metadata.version()))
                .toList();
    }

    private List<RoleFact> roles(Policy policy, ReviewRequest request, Wanted wanted, String pool) {
        if (wanted.roles().isEmpty()) {
            return List.of();
        }
        Optional<Repository> repository = policy.repository(request.repository());
        Set<Identity> others = new HashSet<>();
        others.add(new Identity(SubjectKind.ORGANIZATION, request.organization()));
        policy.get(AgentStack.class, request.agentStack())
                .map(stack -> stack.spec().provider())
                .filter(provider -> !provider.isEmpty())
                .ifPresent(provider -> others.add(new Identity(SubjectKind.MODEL_PROVIDER, provider)));
        Optional<Set<String>> places = Optional.empty();
        if (request.moment() != Moment.SAVE_STACK) {
            Set<String> work = new TreeSet<>();
            repository.map(found -> found.metadata().name()).ifPresent(name -> {
                work.add("repository/" + name);
                others.add(new Identity(SubjectKind.REPOSITORY, name));
            });
            if (!pool.isEmpty()) {
                work.add("runner-pool/" + pool);
                others.add(new Identity(SubjectKind.RUNNER_POOL, pool));
            }
            places = Optional.of(work);
        }
        return roles.of(
                new Bearer(
                        policy.namespace(),
                        request.agentStack(),
                        policy.get(AgentServiceAccount.class, wanted.account()),
                        others,
                        places),
                wanted.roles());
    }

    /** By hand Krate's own users ask; else the forge's, who are known by mappings. */
    private static ActorFact actor(Policy policy, ReviewRequest request) {
        Optional<Outsider> elsewhere = Outsider.of(request.actor());
        if (elsewhere.isPresent() && request.source() == Source.CI) {
            Outsider outsider = elsewhere.get();
            return policy.actor(new Outside(outsider.provider(), "", outsider.id(), ""));
        }
        if (request.source() == Source.MANUAL) {
            return policy.actor(new Outside("", "", request.actor(), ""));
        }
        Optional<Repository.Forge> forge = policy.repository(request.repository())
                .map(found -> found.spec().forge());
        String provider = forge.map(Repository.Forge::kind)
                .filter(kind -> !kind.isEmpty())
                .orElse("unknown");
        String issuer = forge.map(Repository.Forge::baseUrl).orElse("");
        return policy.actor(new Outside(provider, issuer, request.actor(), request.actorId()));
    }

    private Optional<Set<String>> capabilities(Policy policy, String pool) {
        return policy.get(RunnerPool.class, pool)
                .flatMap(found -> desk.ports().runtime(word(found.spec().runtime())))
                .map(runtime ->
                        runtime.capabilities().stream().map(Reviews::word).collect(Collectors.toSet()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The repository resource that the forge calls {@code fullName}, or that is cloned from that address. */
    public Optional<Repository> repository(String namespace, String fullName) {
        Policy policy = desk.policies().now(namespace).policy();
        return policy.repository(fullName).or(() -> CloneUrl.of(fullName).flatMap(policy::repository));
    }

    /** The event with its repository called as its forge calls it, where it was named by its address. */
    public SourceEvent named(String namespace, SourceEvent event) {
        return CloneUrl.of(event.repository())
                .flatMap(place -> repository(namespace, event.repository()))
                .map(repository -> event.change().repository(called(repository)).build())
                .orElse(event);
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
