package ai.a5c.krate.review;

import java.util.List;

/** Decides whether an agent may run, and explains it; the same request and facts give the same bytes in any order. */
public final class PermissionReviewer {

    private PermissionReviewer() {}

    /** What {@code facts} say to {@code request}. */
    public static PermissionReview review(ReviewRequest request, ReviewFacts facts) {
        Findings findings = new Findings(request);
        Case.of(request, facts).ifPresentOrElse(known -> examine(known, findings), () -> missingStack(findings));
        return findings.review();
    }

    private static void examine(Case known, Findings findings) {
        new IdentityReview(known, findings).run();
        new SecretReview(known, findings).run();
    }

    private static void missingStack(Findings findings) {
        String stack = findings.request().agentStack();
        findings.add(
                ReasonCode.MISSING_STACK,
                "ReviewRequest.agentStack",
                "the organization has no stack '%s'; create it or name another".formatted(stack),
                List.of("stack " + stack));
    }
}
