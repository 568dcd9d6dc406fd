package ai.a5c.krate.review;

import ai.a5c.krate.review.PermissionReview.RequiredRole;
import ai.a5c.krate.review.RoleFact.Answer;
import java.util.Optional;

/** The step about roles: what native access says about each, which counts only where the role is required. */
final class RoleReview {

    private final Case known;
    private final Findings findings;

    RoleReview(Case known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void run() {
        known.expansion().roles().forEach(this::decide);
    }

    private void decide(RoleNeed need) {
        Optional<RoleFact> fact = known.facts().roles().stream()
                .filter(one -> one.role().equals(need.role()))
                .findFirst();
        Answer answer = fact.map(RoleFact::answer).orElse(Answer.UNAVAILABLE);
        boolean drifted = fact.filter(RoleFact::drifted).isPresent();
        boolean unknown = fact.filter(RoleFact::exists).isEmpty() && fact.isPresent();
        findings.add(new RequiredRole(
                need.role(),
                need.owners(),
                need.isRequired(),
                answer,
                entry(answer, drifted, unknown),
                fact.map(RoleFact::detail).orElse("")));
        judge(need, answer, drifted, unknown);
    }

    private void judge(RoleNeed need, Answer answer, boolean drifted, boolean unknown) {
        if (unknown) {
            find(
                    ReasonCode.ROLE_UNKNOWN,
                    need,
                    "there is no role '%s'; create the Role or name another".formatted(need.role()));
        } else if (drifted) {
            find(
                    ReasonCode.ROLE_BINDING_DRIFTED,
                    need,
                    "the native binding of role '%s' is no longer what its role binding says; put it right there"
                            .formatted(need.role()));
        } else if (answer == Answer.UNAVAILABLE) {
            find(
                    ReasonCode.NATIVE_REVIEW_UNAVAILABLE,
                    need,
                    "nobody could be asked whether service account '%s' has role '%s'; no answer counts as no"
                            .formatted(account(), need.role()));
        } else if (answer == Answer.DENIED) {
            find(
                    ReasonCode.ROLE_DENIED,
                    need,
                    "service account '%s' does not have role '%s'; apply the suggested role binding"
                            .formatted(account(), need.role()));
            if (need.isRequired()) {
                findings.add(new Suggestions(known).role(need));
            }
        }
    }

    private static Entry entry(Answer answer, boolean drifted, boolean unknown) {
        if (drifted) {
            return Entry.DRIFTED_NATIVE_OBJECT;
        }
        return answer == Answer.ALLOWED && !unknown ? Entry.ALLOWED : Entry.DENIED;
    }

    private String account() {
        return known.expansion().stack().spec().runtimeIdentity().serviceAccountRef();
    }

    private void find(ReasonCode code, RoleNeed need, String message) {
        if (need.isRequired()) {
            findings.add(code, need.field(), message, need.chain(), need.group());
        } else {
            findings.warn(code, need.field(), message, need.chain());
        }
    }
}
