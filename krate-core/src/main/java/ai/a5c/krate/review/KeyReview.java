package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.review.NeedReview.Fate;
import ai.a5c.krate.review.NeedReview.Thing;
import ai.a5c.krate.review.PermissionReview.ApprovalRequirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves one required key: a deny wins; then the secret or ConfigMap must be there; then the most specific grant whose
 * conditions the work fulfils admits it.
 */
final class KeyReview {

    private final Case known;
    private final Findings findings;
    private final Need need;
    private final Need.Key key;
    private final ReviewRequest request;
    private final Instant now;

    KeyReview(Case known, Findings findings, Need need, Need.Key key) {
        this.known = known;
        this.findings = findings;
        this.need = need;
        this.key = key;
        this.request = known.request();
        this.now = known.facts().now();
    }

    Fate run(Thing thing) {
        for (Grant deny : key.denies()) {
            if (fit(deny, thing).denies(request.moment())) {
                denied(deny);
                return new Fate(Decision.DENIED, Entry.DENIED, Optional.of(deny), Set.of());
            }
        }
        boolean there = thing.exists() && thing.keys().contains(key.name());
        if (!there) {
            absent(thing.exists());
        }
        Grant chosen = null;
        for (Grant allow : key.allows()) {
            if (fit(allow, thing).allows(request.moment())) {
                chosen = allow;
                break;
            }
        }
        if (chosen == null) {
            return ungranted(thing);
        }
        boolean person = needsPerson(chosen, thing);
        if (!there) {
            return new Fate(Decision.DENIED, Entry.DENIED, Optional.of(chosen), Set.of());
        }
        return person
                ? new Fate(Decision.REQUIRES_APPROVAL, Entry.REQUIRES_APPROVAL, Optional.of(chosen), Set.of())
                : new Fate(Decision.ALLOWED, Entry.ALLOWED, Optional.of(chosen), Set.of());
    }

    private Fit fit(Grant grant, Thing thing) {
        Fit subject = known.is(grant.terms().subject());
        return subject == Fit.NO ? Fit.NO : subject.and(grant.conditions(request, now, thing.changedAt()));
    }

    private String grantField(String field) {
        return "%s.spec.%s".formatted(need.material().grantKind(), field);
    }

    private void denied(Grant deny) {
        find(
                ReasonCode.GRANT_DENIED,
                grantField("effect"),
                "grant '%s' denies key '%s' of %s '%s'; only removing it helps"
                        .formatted(deny.name(), key.name(), need.material().noun(), need.name()));
    }

    private void absent(boolean keyOnly) {
        boolean secret = need.material() == Material.SECRET;
        String noun = need.material().noun();
        if (keyOnly) {
            find(
                    secret ? ReasonCode.SECRET_KEY_MISSING : ReasonCode.CONFIG_KEY_MISSING,
                    key.field(),
                    "%s '%s' has no key '%s'; add the key".formatted(noun, need.name(), key.name()));
        } else {
            find(
                    secret ? ReasonCode.SECRET_MISSING : ReasonCode.CONFIG_MAP_MISSING,
                    key.field(),
                    "there is no %s '%s'; create it with key '%s'".formatted(noun, need.name(), key.name()));
        }
    }

    /** Says what keeps the nearest grant from counting, or that there is none. */
    private Fate ungranted(Thing thing) {
        Optional<Grant> nearest = key.allows().stream()
                .filter(grant -> known.is(grant.terms().subject()).allows(request.moment()))
                .findFirst();
        Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
        if (nearest.isPresent()) {
            codes.addAll(nearest.get().failing(request, now, thing.changedAt()));
            codes.forEach(code -> unfit(nearest.get(), code));
        } else if (!key.foreign().isEmpty()) {
            codes.add(foreign(key.foreign().get(0)));
        } else if (!need.exceeding().isEmpty()) {
            codes.add(exceeds());
        } else {
            codes.add(missing());
        }
        Entry entry = codes.equals(Set.of(ReasonCode.GRANT_STALE)) ? Entry.STALE_GRANT : Entry.MISSING_GRANT;
        return new Fate(Decision.DENIED, entry, Optional.empty(), codes);
    }

    private ReasonCode missing() {
        find(
                need.material().missingGrant(),
                key.field(),
                "no grant gives %s key '%s' of %s '%s' as %s; apply the suggested grant"
                        .formatted(owner(), key.name(), need.material().noun(), need.name(), Word.of(need.purpose())));
        return need.material().missingGrant();
    }

    private String owner() {
        String capability = "%s '%s'"
                .formatted(Word.of(need.capability().kind()), need.capability().name());
        return need.forSubagent() && !need.capability().name().equals(need.subagent())
                ? "%s of subagent '%s'".formatted(capability, need.subagent())
                : capability;
    }

    private ReasonCode exceeds() {
        find(
                ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                key.field(),
                "subagent '%s' asks for key '%s' of %s '%s', which the agent above it does not have; apply the suggested grant, which names the subagent"
                        .formatted(need.exceeding(), key.name(), need.material().noun(), need.name()));
        return ReasonCode.SUBAGENT_EXCEEDS_PARENT;
    }

    private ReasonCode foreign(Grant grant) {
        find(
                ReasonCode.CROSS_ORG_REF_DENIED,
                grantField(need.material() == Material.SECRET ? "secretRef.namespace" : "configMapRef.namespace"),
                "grant '%s' names namespace '%s', and a grant reaches no namespace but its own; remove the namespace or apply the suggested grant"
                        .formatted(grant.name(), grant.terms().namespace()));
        return ReasonCode.CROSS_ORG_REF_DENIED;
    }

    private void unfit(Grant grant, ReasonCode code) {
        String name = grant.name();
        switch (code) {
            case GRANT_EXPIRED ->
                unfit(code, "expiresAt", "grant '%s' has ended; extend it or apply the suggested one".formatted(name));
            case GRANT_STALE ->
                unfit(
                        code,
                        "rotationPolicy.maxAgeDays",
                        "secret '%s' was last changed more than %d days ago, or nobody knows when, which is as long as grant '%s' allows; rotate it or apply the suggested grant"
                                .formatted(need.name(), grant.terms().maxAgeDays(), name));
            case REPOSITORY_NOT_ALLOWED ->
                unfit(code, "allowedRepositories", doesNotHold(name, "repository '%s'", request.repository()));
            case REF_NOT_ALLOWED ->
                unfit(
                        code,
                        "allowedRefs",
                        doesNotHold(name, "branch '%s'", request.branch().orElse("(none)")));
            case TRIGGER_SOURCE_NOT_ALLOWED ->
                unfit(
                        code,
                        "allowedTriggerSources",
                        doesNotHold(
                                name, "events of source %s", request.source().word()));
            case TASK_KIND_NOT_ALLOWED ->
                unfit(code, "allowedTaskKinds", doesNotHold(name, "%s tasks", Word.of(request.taskKind())));
            default ->
                unfit(
                        code,
                        "allowUntrusted",
                        "the work is %s and grant '%s' is for trusted work only"
                                .formatted(request.trust().name().toLowerCase(Locale.ROOT), name));
        }
    }

    private void unfit(ReasonCode code, String field, String message) {
        find(code, grantField(field), message);
    }

    private static String doesNotHold(String grant, String what, String value) {
        return "grant '%s' does not hold for %s; widen it or apply the suggested one"
                .formatted(grant, what.formatted(value));
    }

    private void find(ReasonCode code, String field, String message) {
        findings.add(code, field, message, key.chain(), need.group());
    }

    /**
     * Whether a person must agree: because the rule or the chosen grant says so, or a more specific one that only the
     * lack of trust keeps from being chosen, so that less trust never means fewer questions.
     */
    private boolean needsPerson(Grant chosen, Thing thing) {
        boolean asked = false;
        for (Grant grant : asking(chosen, thing)) {
            ask(
                    grantField("requiredApproval"),
                    Optional.of(grant.name()),
                    "grant '%s' wants a person to agree before key '%s' of %s '%s' is used"
                            .formatted(grant.name(), key.name(), need.material().noun(), need.name()));
            asked = true;
        }
        if (known.facts().gatesRequired().contains(gate())) {
            ask(
                    "AgentTriggerRule.spec.approvalPolicy.requireFor",
                    Optional.empty(),
                    "the rule wants a person to agree before key '%s' of %s '%s' is used"
                            .formatted(key.name(), need.material().noun(), need.name()));
            asked = true;
        }
        return asked;
    }

    private List<Grant> asking(Grant chosen, Thing thing) {
        List<Grant> asking = new ArrayList<>(0);
        for (Grant grant : key.allows()) {
            if (grant.needsPerson(request) && (grant == chosen || onlyLacksTrust(grant, thing))) {
                asking.add(grant);
            }
            if (grant == chosen) {
                break;
            }
        }
        return asking;
    }

    private boolean onlyLacksTrust(Grant grant, Thing thing) {
        return known.is(grant.terms().subject()).allows(request.moment())
                && Set.of(ReasonCode.UNTRUSTED_SOURCE).containsAll(grant.failing(request, now, thing.changedAt()));
    }

    private Gate gate() {
        return need.material() == Material.SECRET ? Gate.SECRET : Gate.CONFIG;
    }

    private void ask(String field, Optional<String> grant, String message) {
        findings.add(ReasonCode.APPROVAL_REQUIRED, field, message, key.chain(), need.group());
        findings.add(new ApprovalRequirement(gate(), need.name() + "/" + key.name(), grant, message), need.group());
    }
}
