package ai.a5c.krate.review;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.Effect;
import ai.a5c.krate.kind.identity.RequiredApproval;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.match.GlobSet;
import ai.a5c.krate.resource.GlobRules;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One secret grant with its globs compiled; ordered from the most to the least specific. */
final class Grant implements Comparable<Grant> {

    private static final Comparator<Grant> ORDER = Comparator.comparingInt(Grant::level)
            .thenComparing(grant -> grant.spec.subject().stackRef().isEmpty())
            .thenComparingInt(grant -> grant.spec.secretRef().keys().size())
            .thenComparingInt(grant -> width(grant.spec.allowedRefs().include()))
            .thenComparingInt(grant -> -grant.spec.allowedRefs().exclude().size())
            .thenComparingInt(grant -> width(grant.spec.allowedTriggerSources()))
            .thenComparingInt(grant -> width(grant.spec.allowedTaskKinds()))
            .thenComparingInt(grant -> width(grant.spec.allowedRepositories()))
            .thenComparing(Grant::name)
            .thenComparing(grant -> CanonicalJson.text(grant.resource));

    private final AgentSecretGrant resource;
    private final AgentSecretGrant.Spec spec;
    private final Optional<GlobSet> repositories;
    private final Optional<GlobSet> refs;

    private Grant(AgentSecretGrant resource) {
        this.resource = resource;
        this.spec = resource.spec();
        this.repositories = compiled(spec.allowedRepositories(), List.of());
        this.refs = compiled(spec.allowedRefs().include(), spec.allowedRefs().exclude());
    }

    static Grant of(AgentSecretGrant resource) {
        return new Grant(resource);
    }

    /** The globs, or empty if one cannot be read. */
    private static Optional<GlobSet> compiled(List<String> include, List<String> exclude) {
        try {
            return Optional.of(GlobSet.of(include, exclude));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String name() {
        return resource.metadata().name();
    }

    AgentSecretGrant.Spec spec() {
        return spec;
    }

    boolean isDeny() {
        return spec.effect() == Effect.DENY;
    }

    Grants.Target target() {
        String namespace = spec.secretRef().namespace();
        return new Grants.Target(
                namespace.isEmpty() ? resource.metadata().namespace() : namespace,
                spec.secretRef().name());
    }

    /** Whether it is about {@code key} for {@code purpose}, and lives in {@code namespace}; a revoked allow is not. */
    boolean covers(String namespace, String key, AgentSecretGrant.Purpose purpose) {
        boolean revoked = !isDeny() && resource.metadata().deletionTimestamp() != null;
        boolean allKeys = isDeny() && spec.secretRef().keys().isEmpty();
        return !revoked
                && resource.metadata().namespace().equals(namespace)
                && spec.purpose() == purpose
                && (allKeys || spec.secretRef().keys().contains(key));
    }

    /** Whether the work fits its conditions, by the code of each; its subject is not among them. */
    Map<ReasonCode, Fit> conditions(ReviewRequest request, Instant now) {
        Map<ReasonCode, Fit> fits = new EnumMap<>(ReasonCode.class);
        boolean known = request.moment().knowsWork();
        Instant end = spec.expiresAt();
        fits.put(ReasonCode.GRANT_EXPIRED, Fit.of(end == null || now.isBefore(end)));
        fits.put(
                ReasonCode.REPOSITORY_NOT_ALLOWED,
                globs(
                        repositories,
                        spec.allowedRepositories().isEmpty(),
                        known ? Optional.of(request.repository()) : Optional.empty()));
        fits.put(
                ReasonCode.REF_NOT_ALLOWED,
                globs(refs, isEmpty(spec.allowedRefs()), known ? request.branch() : Optional.empty()));
        fits.put(ReasonCode.TRIGGER_SOURCE_NOT_ALLOWED, among(spec.allowedTriggerSources(), known, request.source()));
        fits.put(ReasonCode.TASK_KIND_NOT_ALLOWED, among(spec.allowedTaskKinds(), known, request.taskKind()));
        if (!isDeny()) {
            fits.put(ReasonCode.UNTRUSTED_SOURCE, trust(request));
        }
        return fits;
    }

    private Fit trust(ReviewRequest request) {
        if (spec.allowUntrusted()) {
            return Fit.YES;
        }
        return request.moment().knowsWork() ? Fit.of(request.isTrusted()) : Fit.UNKNOWN;
    }

    private static Fit globs(Optional<GlobSet> globs, boolean everything, Optional<String> name) {
        if (everything) {
            return Fit.YES;
        }
        if (globs.isEmpty() || name.isEmpty()) {
            return Fit.UNKNOWN;
        }
        return Fit.of(globs.get().matches(name.get()));
    }

    private static <T> Fit among(List<T> allowed, boolean known, T actual) {
        if (allowed.isEmpty()) {
            return Fit.YES;
        }
        return known ? Fit.of(allowed.contains(actual)) : Fit.UNKNOWN;
    }

    /** Whether a person must agree before it counts for {@code request}. */
    boolean needsPerson(ReviewRequest request) {
        return spec.requiredApproval() == RequiredApproval.ALWAYS
                || (spec.requiredApproval() == RequiredApproval.ON_UNTRUSTED_REF
                        && request.moment().knowsWork()
                        && !request.isTrusted());
    }

    private static boolean isEmpty(GlobRules rules) {
        return rules.include().isEmpty() && rules.exclude().isEmpty();
    }

    /** 3 for an exact subject, then stack, capability, place and organization, after the order of resolution. */
    private int level() {
        SubjectKind kind = spec.subject().kind();
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
}
