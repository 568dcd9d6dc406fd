package ai.a5c.krate.review;

import static java.util.function.Predicate.not;

import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import ai.a5c.krate.review.SecretReview.Need;
import ai.a5c.krate.review.SecretReview.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves one required key of a secret: a deny wins; then the secret must be there; then the most specific grant whose
 * conditions the work fulfils admits it.
 */
final class KeyReview {

    private static final String REQUIREMENT = "AgentStack.spec.requiredSecrets[%s].keys[%s]";
    private static final String GRANT = "AgentSecretGrant.spec.";

    private final Case known;
    private final Findings findings;
    private final Need need;
    private final String key;
    private final List<String> chain;

    KeyReview(Case known, Findings findings, Need need, String key) {
        this.known = known;
        this.findings = findings;
        this.need = need;
        this.key = key;
        this.chain = known.chain("secret " + need.secret(), "key " + key);
    }

    Verdict run(Optional<SecretFact> secret) {
        List<Grant> about = known.facts().grants().about(known.namespace(), need.secret()).stream()
                .filter(grant -> grant.covers(known.namespace(), key, need.purpose()))
                .toList();
        Optional<Grant> deny = about.stream().filter(this::denies).findFirst();
        if (deny.isPresent()) {
            denied(deny.get());
            return new Verdict(Decision.DENIED, deny, false);
        }
        boolean there = secret.isPresent() && secret.get().keys().contains(key);
        if (!there) {
            absent(secret.isPresent());
        }
        List<Grant> allows = about.stream()
                .filter(not(Grant::isDeny))
                .filter(grant -> known.is(grant.spec().subject()).allows(known.moment()))
                .toList();
        Optional<Grant> chosen =
                allows.stream().filter(grant -> failing(grant).isEmpty()).findFirst();
        if (chosen.isEmpty()) {
            ungranted(allows.stream().findFirst());
            return new Verdict(Decision.DENIED, Optional.empty(), true);
        }
        boolean person = needsPerson(allows, chosen.get());
        return new Verdict(
                !there ? Decision.DENIED : person ? Decision.REQUIRES_APPROVAL : Decision.ALLOWED, chosen, false);
    }

    private boolean denies(Grant grant) {
        Fit fit = grant.conditions(known.request(), known.facts().now()).values().stream()
                .reduce(known.is(grant.spec().subject()), Fit::and);
        return grant.isDeny() && fit.denies(known.moment());
    }

    private Set<ReasonCode> failing(Grant grant) {
        Set<ReasonCode> failing = EnumSet.noneOf(ReasonCode.class);
        Map<ReasonCode, Fit> fits =
                grant.conditions(known.request(), known.facts().now());
        fits.forEach((code, fit) -> {
            if (!fit.allows(known.moment())) {
                failing.add(code);
            }
        });
        return failing;
    }

    private void denied(Grant deny) {
        findings.add(
                ReasonCode.GRANT_DENIED,
                GRANT + "effect",
                "grant '%s' denies key '%s' of secret '%s'; only removing it helps"
                        .formatted(deny.name(), key, need.secret()),
                chain);
    }

    private void absent(boolean keyOnly) {
        String field = REQUIREMENT.formatted(need.secret(), key);
        if (keyOnly) {
            findings.add(
                    ReasonCode.SECRET_KEY_MISSING,
                    field,
                    "secret '%s' has no key '%s'; add the key".formatted(need.secret(), key),
                    chain);
        } else {
            findings.add(
                    ReasonCode.SECRET_MISSING,
                    field,
                    "there is no secret '%s'; create it with key '%s'".formatted(need.secret(), key),
                    chain);
        }
    }

    private void ungranted(Optional<Grant> nearest) {
        if (nearest.isEmpty()) {
            findings.add(
                    ReasonCode.MISSING_SECRET_GRANT,
                    REQUIREMENT.formatted(need.secret(), key),
                    "no grant gives stack '%s' key '%s' of secret '%s' as %s; apply the suggested grant"
                            .formatted(
                                    known.stack().metadata().name(),
                                    key,
                                    need.secret(),
                                    SecretReview.word(need.purpose())),
                    chain);
        } else {
            failing(nearest.get()).forEach(code -> unfit(nearest.get(), code));
        }
    }

    private void unfit(Grant grant, ReasonCode code) {
        ReviewRequest request = known.request();
        String name = grant.name();
        switch (code) {
            case GRANT_EXPIRED ->
                unfit(code, "expiresAt", "grant '%s' has ended; extend it or apply the suggested one".formatted(name));
            case REPOSITORY_NOT_ALLOWED ->
                unfit(code, "allowedRepositories", doesNotHold(name, "repository '%s'", request.repository()));
            case REF_NOT_ALLOWED -> unfit(code, "allowedRefs", doesNotHold(name, "branch '%s'", branch(request)));
            case TRIGGER_SOURCE_NOT_ALLOWED ->
                unfit(
                        code,
                        "allowedTriggerSources",
                        doesNotHold(
                                name, "events of source %s", request.source().word()));
            case TASK_KIND_NOT_ALLOWED ->
                unfit(code, "allowedTaskKinds", doesNotHold(name, "%s tasks", SecretReview.word(request.taskKind())));
            default ->
                unfit(
                        code,
                        "allowUntrusted",
                        "the work is %s and grant '%s' is for trusted work only"
                                .formatted(request.trust().name().toLowerCase(Locale.ROOT), name));
        }
    }

    private void unfit(ReasonCode code, String field, String message) {
        findings.add(code, GRANT + field, message, chain);
    }

    private static String doesNotHold(String grant, String what, String value) {
        return "grant '%s' does not hold for %s; widen it or apply the suggested one"
                .formatted(grant, what.formatted(value));
    }

    private static String branch(ReviewRequest request) {
        return request.branch().orElse("(none)");
    }

    /**
     * Whether a person must agree: because the rule or the chosen grant says so, or a more specific one that only the
     * lack of trust keeps from being chosen, so that less trust never means fewer questions.
     */
    private boolean needsPerson(List<Grant> allows, Grant chosen) {
        boolean asked = false;
        for (Grant grant : allows.subList(0, allows.indexOf(chosen) + 1)) {
            boolean counts = Set.of(ReasonCode.UNTRUSTED_SOURCE).containsAll(failing(grant));
            if (counts && grant.needsPerson(known.request())) {
                ask(
                        GRANT + "requiredApproval",
                        Optional.of(grant.name()),
                        "grant '%s' wants a person to agree before key '%s' of secret '%s' is used"
                                .formatted(grant.name(), key, need.secret()));
                asked = true;
            }
        }
        if (known.facts().gatesRequired().contains(Gate.SECRET)) {
            ask(
                    "AgentTriggerRule.spec.approvalPolicy.requireFor",
                    Optional.empty(),
                    "the rule wants a person to agree before key '%s' of secret '%s' is used"
                            .formatted(key, need.secret()));
            asked = true;
        }
        return asked;
    }

    private void ask(String field, Optional<String> grant, String message) {
        findings.add(ReasonCode.APPROVAL_REQUIRED, field, message, chain);
        findings.add(new ApprovalRequirement(Gate.SECRET, need.secret() + "/" + key, grant, message));
    }
}
