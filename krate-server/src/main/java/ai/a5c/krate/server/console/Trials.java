package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.rehearsal.Occasion;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.source.SourceUnavailableException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Tries a rule on what a page names: a stored delivery, or a payload that somebody pasted. */
final class Trials {

    /** What an actor may do at a forge. */
    static final List<String> PERMISSIONS = List.of("write", "admin", "triage", "read", "none");

    private static final int LONGEST = 256 * 1024;

    private final RuleRehearsal rehearsal;

    Trials(RuleRehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** The rule tried on a stored delivery; empty if none is named. */
    Optional<TrialCard> stored(Visit visit, AgentTriggerRule rule, String delivery) {
        return delivery.isEmpty()
                ? Optional.empty()
                : Optional.of(tried("delivery " + delivery, visit, rule, new Occasion.Stored(delivery)));
    }

    /** The rule tried on a pasted payload. */
    TrialCard pasted(Context context, Visit visit, AgentTriggerRule rule) {
        String payload = Frame.field(context, "payload");
        String permission = Frame.field(context, "permission");
        String type = Frame.field(context, "eventType");
        if (payload.length() > LONGEST) {
            throw new ApiException(ErrorCode.TOO_LARGE, "the payload has more than %d characters".formatted(LONGEST));
        }
        if (!PERMISSIONS.contains(permission) || !type.matches("[a-z_]{1,60}")) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "choose a permission, and name the event as the forge does, such as issue_comment");
        }
        Occasion occasion = new Occasion.Pasted("gitea", type, payload, Optional.of(permission));
        return tried("the pasted " + type, visit, rule, occasion);
    }

    private TrialCard tried(String on, Visit visit, AgentTriggerRule rule, Occasion occasion) {
        try {
            return TrialCard.of(on, rehearsal.rehearse(visit.scope().namespace(), rule, occasion));
        } catch (RefusedException e) {
            return TrialCard.failed(
                    on, e.code().equals("NOT_FOUND") ? "There is no such delivery." : String.valueOf(e.getMessage()));
        } catch (SourceUnavailableException e) {
            return TrialCard.failed(on, "The forge must be asked who the actor is, and cannot be reached now.");
        }
    }
}
