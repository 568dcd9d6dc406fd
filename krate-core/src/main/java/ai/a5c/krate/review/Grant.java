package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.Effect;
import ai.a5c.krate.kind.identity.RequiredApproval;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One grant with its globs compiled; ordered from the most to the least specific. */
final class Grant implements Comparable<Grant> {

    private static final Comparator<Grant> ORDER = Comparator.comparingInt(Grant::level)
            .thenComparing(grant -> grant.terms.subject().stackRef().isEmpty())
            .thenComparingInt(grant -> grant.terms.keys().size())
            .thenComparingInt(grant -> width(grant.terms.refs().include()))
            .thenComparingInt(grant -> -grant.terms.refs().exclude().size())
            .thenComparingInt(grant -> width(grant.terms.sources()))
            .thenComparingInt(grant -> width(grant.terms.taskKinds()))
            .thenComparingInt(grant -> width(grant.terms.repositories()))
            .thenComparing(Grant::name);

    private final Resource resource;
    private final Material material;
    private final Terms terms;
    private final Globs repositories;
    private final Globs refs;
    private final Set<Source> sources;
    private final Set<TaskKind> taskKinds;

    private Grant(Resource resource, Material material, Terms terms) {
        this.resource = resource;
        this.material = material;
        this.terms = terms;
        this.repositories = Globs.of(terms.repositories(), List.of());
        this.refs = Globs.of(terms.refs().include(), terms.refs().exclude());
        this.sources = terms.sources().isEmpty() ? EnumSet.noneOf(Source.class) : EnumSet.copyOf(terms.sources());
        this.taskKinds =
                terms.taskKinds().isEmpty() ? EnumSet.noneOf(TaskKind.class) : EnumSet.copyOf(terms.taskKinds());
    }

    /** The grant that {@code resource} is, if it is one. */
    static Optional<Grant> of(Resource resource) {
        if (resource instanceof AgentSecretGrant secret) {
            return Optional.of(new Grant(resource, Material.SECRET, Terms.of(secret.spec())));
        }
        if (resource instanceof AgentConfigGrant config) {
            return Optional.of(new Grant(resource, Material.CONFIG, Terms.of(config.spec())));
        }
        return Optional.empty();
    }

    String name() {
        return resource.metadata().name();
    }

    Resource resource() {
        return resource;
    }

    Terms terms() {
        return terms;
    }

    Target target() {
        return new Target(material, terms.target());
    }

    boolean isDeny() {
        return terms.effect() == Effect.DENY;
    }

    /** Whether it names a namespace that is not its own. */
    boolean isForeign() {
        return !terms.namespace().isEmpty()
                && !terms.namespace().equals(resource.metadata().namespace());
    }

    /** Whether it is about {@code key} for {@code purpose}; a revoked allow is not. */
    boolean covers(String key, Enum<?> purpose) {
        Metadata metadata = resource.metadata();
        boolean revoked = !isDeny() && metadata.deletionTimestamp() != null;
        boolean allKeys = isDeny() && terms.keys().isEmpty();
        return !revoked
                && terms.purpose() == purpose
                && (allKeys || terms.keys().contains(key));
    }

    /**
     * Whether its conditions, other than its subject, hold for the work, together.
     *
     * @param changedAt of what it gives, if that is known
     */
    Fit conditions(ReviewRequest request, Instant now, Optional<Instant> changedAt) {
        Fit cheap = expiry(now).and(source(request)).and(taskKind(request));
        if (!isDeny()) {
            cheap = cheap.and(trust(request)).and(age(now, changedAt));
        }
        if (cheap == Fit.NO) {
            return Fit.NO;
        }
        Fit place = cheap.and(ref(request));
        return place == Fit.NO ? Fit.NO : place.and(repository(request));
    }

    /** The codes of the conditions that keep an allow from counting. */
    Set<ReasonCode> failing(ReviewRequest request, Instant now, Optional<Instant> changedAt) {
        Set<ReasonCode> failing = EnumSet.noneOf(ReasonCode.class);
        Moment moment = request.moment();
        note(failing, ReasonCode.GRANT_EXPIRED, expiry(now), moment);
        note(failing, ReasonCode.GRANT_STALE, age(now, changedAt), moment);
        note(failing, ReasonCode.REPOSITORY_NOT_ALLOWED, repository(request), moment);
        note(failing, ReasonCode.REF_NOT_ALLOWED, ref(request), moment);
        note(failing, ReasonCode.TRIGGER_SOURCE_NOT_ALLOWED, source(request), moment);
        note(failing, ReasonCode.TASK_KIND_NOT_ALLOWED, taskKind(request), moment);
        note(failing, ReasonCode.UNTRUSTED_SOURCE, trust(request), moment);
        return failing;
    }

    private static void note(Set<ReasonCode> failing, ReasonCode code, Fit fit, Moment moment) {
        if (!fit.allows(moment)) {
            failing.add(code);
        }
    }

    private Fit expiry(Instant now) {
        return Fit.of(
                terms.expiresAt().isEmpty() || now.isBefore(terms.expiresAt().get()));
    }

    private Fit age(Instant now, Optional<Instant> changedAt) {
        if (terms.maxAgeDays() == 0) {
            return Fit.YES;
        }
        return changedAt.isEmpty()
                ? Fit.UNKNOWN
                : Fit.of(!changedAt
                        .get()
                        .plus(Duration.ofDays(terms.maxAgeDays()))
                        .isBefore(now));
    }

    private Fit repository(ReviewRequest request) {
        return repositories.fit(request.moment().knowsWork() ? Optional.of(request.repository()) : Optional.empty());
    }

    private Fit ref(ReviewRequest request) {
        return refs.fit(request.moment().knowsWork() ? request.branch() : Optional.empty());
    }

    private Fit source(ReviewRequest request) {
        return among(sources, request.source(), request.moment());
    }

    private Fit taskKind(ReviewRequest request) {
        return among(taskKinds, request.taskKind(), request.moment());
    }

    private Fit trust(ReviewRequest request) {
        if (terms.allowUntrusted()) {
            return Fit.YES;
        }
        return request.moment().knowsWork() ? Fit.of(request.isTrusted()) : Fit.UNKNOWN;
    }

    private static <T> Fit among(Set<T> allowed, T actual, Moment moment) {
        if (allowed.isEmpty()) {
            return Fit.YES;
        }
        return moment.knowsWork() ? Fit.of(allowed.contains(actual)) : Fit.UNKNOWN;
    }

    /** Whether a person must agree before it counts for {@code request}. */
    boolean needsPerson(ReviewRequest request) {
        return terms.requiredApproval() == RequiredApproval.ALWAYS
                || (terms.requiredApproval() == RequiredApproval.ON_UNTRUSTED_REF
                        && request.moment().knowsWork()
                        && !request.isTrusted());
    }

    /** 3 for an exact subject, then stack, capability, place and organization, after the order of resolution. */
    private int level() {
        SubjectKind kind = terms.subject().kind();
        return switch (kind) {
            case USER, GROUP, SUBAGENT, SERVICE_ACCOUNT -> 3;
            case AGENT_STACK -> 4;
            case TOOL, SKILL, MCP_SERVER, MODEL_PROVIDER -> 5;
            case REPOSITORY, TEAM, RUNNER_POOL -> 6;
            case ORGANIZATION -> 7;
        };
    }

    private static int width(Collection<?> narrowing) {
        return narrowing.isEmpty() ? Integer.MAX_VALUE : narrowing.size();
    }

    @Override
    public int compareTo(Grant other) {
        return ORDER.compare(this, other);
    }

    /** What grants are found by: a secret or ConfigMap of the organization. */
    record Target(Material material, String name) {}
}
