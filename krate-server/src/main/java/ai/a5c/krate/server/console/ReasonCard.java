package ai.a5c.krate.server.console;

import ai.a5c.krate.review.ReasonCode.FixableBy;
import ai.a5c.krate.review.ReviewReason;

/**
 * One reason of a review.
 *
 * @param chain what led there, in one line
 * @param fix who can mend it, and whether this person is one of them
 */
public record ReasonCard(String code, Badge badge, String message, String field, String chain, String fix) {

    static ReasonCard of(ReviewReason reason, Visit visit) {
        return new ReasonCard(
                reason.code().code(),
                Badge.of(reason.decision()),
                reason.message(),
                reason.field(),
                String.join(" \u2192 ", reason.chain()),
                fix(reason.code().fixableBy(), visit));
    }

    private static String fix(FixableBy who, Visit visit) {
        String person = "%s %s"
                .formatted(
                        who == FixableBy.APPROVER || who == FixableBy.ADMINISTRATOR ? "an" : "a",
                        Badge.of(who).word());
        return "Whom it takes: %s. %s".formatted(person, yours(who, visit));
    }

    private static String yours(FixableBy who, Visit visit) {
        if (!visit.scope().access().write()) {
            return "You may only read, so you cannot mend it yourself.";
        }
        return who != FixableBy.ADMINISTRATOR || visit.scope().access().administrator()
                ? "You may write here, so you can mend it."
                : "You may write here and can try; what gives more than you have yourself is refused.";
    }
}
