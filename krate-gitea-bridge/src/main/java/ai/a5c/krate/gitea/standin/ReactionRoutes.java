package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/** What the stand-in answers about reactions; it calls no hooks for them, and has no list for none. */
final class ReactionRoutes {

    private static final String ISSUE = "issue";
    private static final String TO_ISSUE = "/issues/{}/reactions";
    private static final String TO_COMMENT = "/issues/comments/{}/reactions";
    private static final Set<String> ALLOWED =
            Set.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes");

    private final StandInForge forge;
    private final Set<Reaction> reactions = new LinkedHashSet<>();

    ReactionRoutes(StandInForge forge) {
        this.forge = forge;
    }

    private record Reaction(String to, String login, String content) {}

    List<StandInRoute> routes() {
        LongPredicate issue = number -> forge.item(number).isPresent();
        LongPredicate comment = id -> forge.comment(id).isPresent();
        return List.of(
                StandInRoute.repository("GET", TO_ISSUE, ISSUE, call -> list(call, "issue/", issue)),
                StandInRoute.repository("POST", TO_ISSUE, ISSUE, call -> add(call, "issue/", issue)),
                StandInRoute.repository("GET", TO_COMMENT, ISSUE, call -> list(call, "comment/", comment)),
                StandInRoute.repository("POST", TO_COMMENT, ISSUE, call -> add(call, "comment/", comment)));
    }

    /** Who reacted how to {@code issue/1} or {@code comment/100}, as {@code alice:eyes}. */
    synchronized List<String> reactions(String to) {
        return reactions.stream()
                .filter(reaction -> reaction.to().equals(to))
                .map(reaction -> reaction.login() + ":" + reaction.content())
                .toList();
    }

    synchronized void react(String login, String to, String content) {
        reactions.add(new Reaction(to, login, content));
    }

    private synchronized StandInAnswer list(StandInCall call, String kind, LongPredicate known) {
        if (!known.test(call.number(0))) {
            return NOT_FOUND;
        }
        String to = kind + call.number(0);
        List<Map<String, Object>> found = reactions.stream()
                .filter(reaction -> reaction.to().equals(to))
                .map(this::json)
                .toList();
        return found.isEmpty() ? StandInAnswer.nothing() : StandInAnswer.page(call, found);
    }

    private synchronized StandInAnswer add(StandInCall call, String kind, LongPredicate known) {
        if (!known.test(call.number(0))) {
            return NOT_FOUND;
        }
        String content = call.text("content");
        if (!ALLOWED.contains(content)) {
            return refusal(403, "'%s' is not an allowed reaction".formatted(content));
        }
        Reaction reaction = new Reaction(kind + call.number(0), call.login(), content);
        return StandInAnswer.of(reactions.add(reaction) ? 201 : 200, json(reaction));
    }

    private Map<String, Object> json(Reaction reaction) {
        return StandInJson.of(
                "user",
                forge.accounts().user(reaction.login()),
                "content",
                reaction.content(),
                "created_at",
                forge.now().toString());
    }
}
