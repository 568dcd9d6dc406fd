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
        return visit.scope().access().write()
                ? "Whom it takes: %s. You may write here, so you can mend it.".formatted(person)
                : "Whom it takes: %s. You may only read, so you cannot mend it yourself.".formatted(person);
    }
}
