package ai.a5c.krate.review;

import java.util.List;
import java.util.Optional;

/** Decides whether an agent may run, and explains it; the same request and facts give the same bytes in any order. */
public final class PermissionReviewer {

    private PermissionReviewer() {}

    /** What {@code facts} say to {@code request}. */
    public static PermissionReview review(ReviewRequest request, ReviewFacts facts) {
        Findings findings = new Findings(request);
        Optional<Case> known = Case.of(request, facts);
        known.ifPresentOrElse(one -> examine(one, findings), () -> missingStack(findings));
        return findings.review(known);
    }

    private static void examine(Case known, Findings findings) {
        new IdentityReview(known, findings).run();
        new StackReview(known, findings).run();
        new RoleReview(known, findings).run();
        new NeedReview(known, findings).run();
    }

    private static void missingStack(Findings findings) {
        String stack = findings.request().agentStack();
        findings.add(
                ReasonCode.MISSING_STACK,
                "ReviewRequest.agentStack",
                "the organization has no stack '%s'; create it or name another".formatted(stack),
                List.of("stack " + stack),
                "");
    }
}
