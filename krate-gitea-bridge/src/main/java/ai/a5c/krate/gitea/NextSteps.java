package ai.a5c.krate.gitea;

import ai.a5c.krate.command.Comment;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaWebhooks.Refused;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server would do with a delivery, in words; pure. */
final class NextSteps {

    private NextSteps() {}

    /** What happens to a call that is not let in. */
    static List<String> refused(Refused refused) {
        return List.of("A server answers %d %s and keeps no delivery: %s."
                .formatted(refused.status(), refused.code(), refused.message()));
    }

    static List<String> noEvent(String reason) {
        return List.of("A server keeps the delivery and decides 'unmatched': %s.".formatted(reason));
    }

    static List<String> of(SourceEvent event, Optional<String> permission) {
        List<String> next = new ArrayList<>();
        next.add(
                "A server answers 202, keeps the delivery and reads it as %s from source %s; the same again changes nothing."
                        .formatted(event.type(), event.source().word()));
        next.add(
                "It asks the forge which account its token belongs to: if that is %s (id %s), this is Krate's own echo and starts nothing."
                        .formatted(event.actor().login(), event.actor().id()));
        if (event.source() == Source.REVIEW) {
            next.add(
                    "It reads the review's inline comments at the forge: the delivery does not hold them, and a mention in one counts.");
        }
        pull(event).ifPresent(next::add);
        next.add(asked(event));
        next.add(trusted(event, permission));
        return next;
    }

    /** Why the event is trusted so far and no further, and which of that only the forge can tell. */
    static List<String> trustReasons(SourceEvent event, Optional<String> permission) {
        List<String> reasons = new ArrayList<>();
        if (permission.isEmpty()) {
            reasons.add("what %s may do in %s is asked of the forge; give it with --permission"
                    .formatted(event.actor().login(), event.repository()));
            return reasons;
        }
        reasons.add(event.trustReason());
        pull(event).ifPresent(reasons::add);
        return reasons;
    }

    /** What the delivery does not say about the code, if it is about a pull request. */
    private static Optional<String> pull(SourceEvent event) {
        return event.workItem()
                .filter(item ->
                        item.kind().equals("pull-request") && event.sha().isEmpty())
                .map(item ->
                        "It asks the forge where the code of pull request %d comes from: the delivery does not say, so that until then it counts as a fork's."
                                .formatted(item.number()));
    }

    private static String asked(SourceEvent event) {
        if (event.text().trigger().isEmpty()) {
            return "Nobody wrote anything here, so that only rules without mention and command can match.";
        }
        Comment said = Comment.read(event.text().trigger());
        if (said.note()) {
            return "It is a note to people, so that it wakes nobody.";
        }
        if (!said.commands().isEmpty()) {
            return "Its /krate commands are heard if the actor may give them, and answered where they were given.";
        }
        if (said.mentions().isEmpty()) {
            return "Nobody is mentioned as plain text, so that rules with a mention do not match; one in code, a quotation or a link does not count.";
        }
        return "Rules for %s in %s whose mention is one of %s can match."
                .formatted(event.type(), event.repository(), String.join(", ", said.mentions()));
    }

    private static String trusted(SourceEvent event, Optional<String> permission) {
        if (permission.isEmpty()) {
            return "What then happens depends on what the actor may do.";
        }
        return event.trust() == Trust.TRUSTED
                ? "A rule that matches and allows the actor starts a run on a trusted pool, or waits for those whom its policy asks."
                : "A rule that matches ignores it, or with 'untrusted: ask' waits until somebody with write permission answers /krate ok with the commit.";
    }
}
