package ai.a5c.krate.server.console;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.review.PermissionReview;
import java.util.List;

/**
 * A resource that would mend a stack.
 *
 * @param title what it gives to whom
 * @param cures codes of the reasons that go away
 * @param digest names the text, so that what was shown is what is applied
 */
public record Suggestion(String kind, String title, List<String> cures, String yaml, String digest) {

    public Suggestion {
        cures = List.copyOf(cures);
    }

    static Suggestion of(PermissionReview.Suggestion suggestion) {
        String keys = suggestion.keys().isEmpty() ? "" : String.join(", ", suggestion.keys()) + " of ";
        return new Suggestion(
                suggestion.kind(),
                "%s%s for %s".formatted(keys, suggestion.name(), suggestion.owner()),
                suggestion.cures(),
                suggestion.yaml(),
                digest(suggestion.yaml()));
    }

    static String digest(String yaml) {
        return Digest.of(yaml).hex();
    }

    /** Why this person may not apply {@code suggestion}. */
    static Disabled refused(PermissionReview.Suggestion suggestion, Visit visit, String why) {
        return new Disabled(
                "Apply the suggested " + suggestion.kind(),
                suggestion.kind() + " for " + suggestion.name(),
                visit.scope().access().name(),
                why,
                "You cannot mend this yourself; an administrator can.",
                "/orgs/%s/agents/permissions".formatted(visit.scope().organization()));
    }
}
