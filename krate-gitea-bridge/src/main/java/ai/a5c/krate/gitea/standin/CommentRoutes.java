package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the stand-in answers about comments of issues and pull requests. */
final class CommentRoutes {

    private static final String ISSUE = "issue";
    private static final String COMMENT = "/issues/comments/{}";

    private final StandInForge forge;

    CommentRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", "/issues/comments", ISSUE, this::all),
                StandInRoute.repository("GET", "/issues/{}/comments", ISSUE, this::list),
                StandInRoute.repository("POST", "/issues/{}/comments", ISSUE, this::say),
                StandInRoute.repository(
                        "GET",
                        COMMENT,
                        ISSUE,
                        call -> with(call, comment -> StandInAnswer.of(200, forge.json(comment)))),
                StandInRoute.repository("PATCH", COMMENT, ISSUE, call -> with(call, comment -> edit(call, comment))),
                StandInRoute.repository(
                        "DELETE", COMMENT, ISSUE, call -> with(call, comment -> delete(call, comment))));
    }

    /** Comments of the whole repository, in pages. */
    private StandInAnswer all(StandInCall call) {
        return StandInAnswer.page(call, wanted(call, forge.comments().stream()));
    }

    /** Comments of one issue: all of them on every page, as Gitea does, unless the stand-in is to page. */
    private StandInAnswer list(StandInCall call) {
        if (forge.item(call.number(0)).isEmpty()) {
            return NOT_FOUND;
        }
        List<Map<String, Object>> found = wanted(call, forge.comments(call.number(0)).stream());
        return forge.pagesComments()
                ? StandInAnswer.page(call, found)
                : new StandInAnswer(200, found, Map.of("X-Total-Count", Integer.toString(found.size())));
    }

    private List<Map<String, Object>> wanted(StandInCall call, Stream<StandInComment> comments) {
        Instant since = call.time("since").orElse(Instant.MIN);
        Instant before = call.time("before").orElse(Instant.MAX);
        return comments.filter(comment -> !comment.updatedAt().isBefore(since)
                        && comment.updatedAt().isBefore(before))
                .map(forge::json)
                .toList();
    }

    private StandInAnswer say(StandInCall call) {
        if (forge.item(call.number(0)).isEmpty()) {
            return NOT_FOUND;
        }
        String text = call.text("body");
        return text.isBlank()
                ? refusal(422, "[Body]: Required")
                : StandInAnswer.of(201, forge.json(forge.say(call.login(), call.number(0), text)));
    }

    private StandInAnswer with(StandInCall call, Function<StandInComment, StandInAnswer> answer) {
        return forge.comment(call.number(0)).map(answer).orElse(NOT_FOUND);
    }

    private StandInAnswer edit(StandInCall call, StandInComment comment) {
        if (!mayChange(call, comment)) {
            return refusal(403, "user should have permission to edit comment");
        }
        String text = call.text("body");
        return text.isBlank()
                ? refusal(422, "[Body]: Required")
                : StandInAnswer.of(200, forge.json(forge.edit(call.login(), comment, text)));
    }

    private StandInAnswer delete(StandInCall call, StandInComment comment) {
        if (!mayChange(call, comment)) {
            return refusal(403, "user should have permission to delete comment");
        }
        forge.delete(call.login(), comment);
        return StandInAnswer.done();
    }

    private boolean mayChange(StandInCall call, StandInComment comment) {
        return comment.login().equals(call.login()) || forge.accounts().isAdministrator(call.login());
    }
}
