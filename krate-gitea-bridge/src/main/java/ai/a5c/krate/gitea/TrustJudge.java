package ai.a5c.krate.gitea;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.trust.Trust;

/** Decides how far an event is trusted: by who acts, whose words they are and where the code comes from; pure. */
final class TrustJudge {

    private TrustJudge() {}

    /** How far, and why no further. */
    record Judgement(Trust trust, String reason) {}

    static Judgement judge(SourceEvent event, Answer<String> permission) {
        String login = event.actor().login();
        if (isSomebodyElsesText(event)) {
            return new Judgement(
                    Trust.UNTRUSTED,
                    "%s edited what account %s wrote, so it is a request of neither"
                            .formatted(login, event.text().triggerAuthorId()));
        }
        if (event.fork()) {
            return new Judgement(
                    Trust.UNTRUSTED, "the code comes from a fork, or it cannot be told where it comes from");
        }
        return permission.either(
                word -> by(word, login, event.repository()), reason -> new Judgement(Trust.UNTRUSTED, reason));
    }

    private static Judgement by(String permission, String login, String repository) {
        Trust trust = switch (permission) {
            case "write", "admin", "owner" -> Trust.TRUSTED;
            case "triage" -> Trust.MEMBER;
            default -> Trust.UNTRUSTED;
        };
        return new Judgement(trust, "%s has the permission %s in %s".formatted(login, permission, repository));
    }

    private static boolean isSomebodyElsesText(SourceEvent event) {
        return !event.text().trigger().isEmpty()
                && !event.text().triggerAuthorId().equals(event.actor().id());
    }
}
