package ai.a5c.krate.engine;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.access.AccessAnswer.Verdict;
import ai.a5c.krate.access.AccessQuestion;
import ai.a5c.krate.access.AccessQuestion.ResourceVerb;
import ai.a5c.krate.access.NativeSubject;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.rbac.Identity;
import ai.a5c.krate.rbac.PolicyRules;
import ai.a5c.krate.review.RoleFact;
import ai.a5c.krate.review.RoleFact.Answer;
import ai.a5c.krate.store.Query;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks native access whether a runtime identity has the roles that its capabilities need. */
public final class RoleAnswers {

    /** How many questions one role may take; with more, nobody could say what it means anyway. */
    private static final long MOST = 2_000;

    private final Desk desk;

    public RoleAnswers(Desk desk) {
        this.desk = desk;
    }

    /**
     * One fact a role, in their order.
     *
     * @param roles names of roles, each once
     */
    public List<RoleFact> of(Bearer bearer, Collection<String> roles) {
        if (roles.isEmpty()) {
            return List.of();
        }
        Query bound = Query.of("AgentRoleBinding", bearer.namespace());
        List<AgentRoleBinding> bindings = desk.list(AgentRoleBinding.class, bound);
        Authorizer local = Authorizer.of(desk.list(Role.class, Query.of("Role", bearer.namespace())), bindings);
        Set<String> places = bearer.places().orElseGet(() -> everywhere(bindings));
        return roles.stream()
                .distinct()
                .map(role -> fact(bearer, role, local, places))
                .toList();
    }

    private static Set<String> everywhere(List<AgentRoleBinding> bindings) {
        return bindings.stream()
                .map(binding -> Places.text(binding.spec().scope()))
                .collect(Collectors.toSet());
    }

    private RoleFact fact(Bearer bearer, String role, Authorizer local, Set<String> places) {
        Optional<List<PolicyRule>> rules = local.rules(role);
        if (rules.isEmpty()) {
            return new RoleFact(role, false, Answer.DENIED, false, "there is no role '%s'".formatted(role));
        }
        if (bearer.account().isEmpty()) {
            return new RoleFact(role, true, Answer.DENIED, false, "there is no runtime identity to have it");
        }
        if (rules.get().stream().mapToLong(PolicyRules::size).sum() > MOST) {
            String detail = "the role is too large to ask about: more than %d single permissions".formatted(MOST);
            return new RoleFact(role, true, Answer.UNAVAILABLE, false, detail);
        }
        return answered(bearer, role, local, places, rules.get());
    }

    private RoleFact answered(
            Bearer bearer, String role, Authorizer local, Set<String> places, List<PolicyRule> rules) {
        List<PolicyRule> parts = rules.stream()
                .flatMap(rule -> PolicyRules.parts(rule).stream())
                .distinct()
                .toList();
        NativeSubject subject = bearer.subject();
        List<AccessAnswer> answers = asked(parts.stream()
                .map(part -> new AccessQuestion(subject, bearer.namespace(), verb(part), places))
                .toList());
        List<PolicyRule> lacking = IntStream.range(0, parts.size())
                .filter(i -> answers.get(i).verdict() == Verdict.DENIED)
                .mapToObj(parts::get)
                .toList();
        Optional<AccessAnswer> silent = answers.stream()
                .filter(answer -> answer.verdict() == Verdict.UNAVAILABLE)
                .findFirst();
        Answer answer = !lacking.isEmpty() ? Answer.DENIED : silent.isPresent() ? Answer.UNAVAILABLE : Answer.ALLOWED;
        Optional<String> drift = drift(bearer, role, local, places, lacking);
        String detail = switch (answer) {
            case ALLOWED -> "native access allows all of it";
            case DENIED -> "it lacks " + Escalation.text(lacking);
            case UNAVAILABLE -> silent.map(AccessAnswer::reason).orElse("");
        };
        return new RoleFact(role, true, answer, drift.isPresent(), drift.orElse(detail));
    }

    /** What throws, or answers another number of questions than it was asked, cannot be asked. */
    private List<AccessAnswer> asked(List<AccessQuestion> questions) {
        List<AccessAnswer> answers;
        try {
            answers = desk.ports().access().review(questions);
        } catch (RuntimeException e) {
            answers = List.of();
        }
        return answers.size() == questions.size()
                ? answers
                : questions.stream()
                        .map(question -> AccessAnswer.unavailable("native access did not answer"))
                        .toList();
    }

    private static ResourceVerb verb(PolicyRule part) {
        String[] path = part.resources().get(0).split("/", 2);
        return new ResourceVerb(
                part.verbs().get(0),
                part.apiGroups().get(0),
                path[0],
                path.length == 1 ? "" : path[1],
                part.resourceNames().isEmpty() ? "" : part.resourceNames().get(0));
    }

    /** How what is native differs from what the bindings say: less than they give, or more than was admitted. */
    private static Optional<String> drift(
            Bearer bearer, String role, Authorizer local, Set<String> places, List<PolicyRule> lacking) {
        Set<AgentRoleBinding.Scope> within = places.stream().map(Places::scope).collect(Collectors.toSet());
        List<PolicyRule> promised = local.rules(bearer.identities(), within);
        boolean less = lacking.stream()
                .anyMatch(part -> PolicyRules.uncovered(promised, List.of(part)).isEmpty());
        if (less) {
            return Optional.of("the bindings of role '%s' give it, but native access denies it".formatted(role));
        }
        return local.bindings(bearer.identities(), role).stream()
                .filter(binding -> !Drift.beyond(binding, local).isEmpty())
                .findFirst()
                .map(binding -> "binding '%s' gives more than when it was admitted: %s"
                        .formatted(binding.metadata().name(), Escalation.text(Drift.beyond(binding, local))));
    }

    /**
     * Who is asked about.
     *
     * @param stack the stack whose agent acts
     * @param account the service account that it acts under, if it is there
     * @param others further names that bindings may have for it: its provider, its pool, its repository
     * @param places the repository and pool of the work, as {@code repository/app}; empty while no work is known, when a
     *     role that is bound somewhere counts
     */
    public record Bearer(
            String namespace,
            String stack,
            Optional<AgentServiceAccount> account,
            Set<Identity> others,
            Optional<Set<String>> places) {

        public Bearer {
            others = Set.copyOf(others);
            places = places.map(Set::copyOf);
        }

        /** The agent of {@code stack} before any work is known. */
        public static Bearer of(String namespace, String stack, Optional<AgentServiceAccount> account) {
            return new Bearer(namespace, stack, account, Set.of(), Optional.empty());
        }

        Set<Identity> identities() {
            Set<Identity> identities = new LinkedHashSet<>(others);
            identities.add(new Identity(SubjectKind.AGENT_STACK, stack));
            account.ifPresent(found -> identities.add(
                    new Identity(SubjectKind.SERVICE_ACCOUNT, found.metadata().name())));
            return identities;
        }

        NativeSubject subject() {
            AgentServiceAccount.Spec spec = account.orElseThrow().spec();
            NativeSubject known = NativeSubject.serviceAccount(spec.namespace(), spec.serviceAccountName());
            Set<String> groups = new LinkedHashSet<>(known.groups());
            identities().stream()
                    .filter(identity -> identity.kind() != SubjectKind.SERVICE_ACCOUNT)
                    .forEach(identity -> groups.add(Places.group(identity)));
            return new NativeSubject(known.user(), groups);
        }
    }
}
