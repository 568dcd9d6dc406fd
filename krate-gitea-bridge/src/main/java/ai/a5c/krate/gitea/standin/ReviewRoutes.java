package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import ai.a5c.krate.gitea.standin.StandInReview.Inline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stand-in answers about reviews of pull requests. */
final class ReviewRoutes {

    private static final String REPOSITORY = "repository";
    private static final String REVIEWS = "/pulls/{}/reviews";
    private static final String PENDING = "PENDING";
    private static final Set<String> OF_OTHERS = Set.of("APPROVED", "REQUEST_CHANGES");
    private static final Map<String, String> EVENTS =
            Map.of("APPROVED", "approved", "REQUEST_CHANGES", "rejected", "COMMENT", "comment");

    private final StandInForge forge;
    private final List<StandInReview> reviews = new ArrayList<>();
    private long nextId = 500;
    private boolean failing;

    ReviewRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", REVIEWS, REPOSITORY, this::list),
                StandInRoute.repository("POST", REVIEWS, REPOSITORY, this::add),
                StandInRoute.repository("DELETE", REVIEWS + "/{}", REPOSITORY, this::delete),
                StandInRoute.repository("GET", REVIEWS + "/{}/comments", REPOSITORY, this::comments));
    }

    /** The reviews of a pull request, oldest first, with those that are not submitted. */
    synchronized List<StandInReview> reviews(long pull) {
        return reviews.stream().filter(review -> review.pull() == pull).toList();
    }

    /** Has an account hand in a review that is stored {@code late} after its delivery was written. */
    synchronized void submit(String login, long pull, String state, String body, Duration late) {
        StandInItem item = forge.need(pull);
        item.set("title", item.get("title"), forge.now());
        forge.events().review(String.valueOf(EVENTS.get(state)), body, item, login);
        Instant at = forge.now().plus(late);
        reviews.add(new StandInReview(nextId++, pull, login, state, body, "", List.of(), at));
        item.set("title", item.get("title"), at);
    }

    /** Lets the next review fail after its comments are stored, as the forge does that has no transaction for both. */
    synchronized void failInTheMiddle() {
        failing = true;
    }

    private synchronized StandInAnswer list(StandInCall call) {
        return StandInAnswer.page(
                call,
                reviews(call.number(0)).stream()
                        .filter(review -> !review.state().equals(PENDING)
                                || review.login().equals(call.login()))
                        .map(this::json)
                        .toList());
    }

    private synchronized StandInAnswer add(StandInCall call) {
        Optional<StandInItem> pull = forge.item(call.number(0)).filter(StandInItem::isPull);
        String event = call.text("event");
        if (pull.isEmpty()) {
            return NOT_FOUND;
        }
        if (OF_OTHERS.contains(event) && pull.get().author().equals(call.login())) {
            return refusal(
                    422, "%s your own pull is not allowed".formatted(event.equals("APPROVED") ? "approve" : "reject"));
        }
        if (OF_OTHERS.contains(event) && pull.get().get("state").equals("closed")) {
            return refusal(422, "can't submit review for a closed or merged PR");
        }
        List<Inline> comments = new ArrayList<>();
        pending(call).ifPresent(unfinished -> {
            comments.addAll(unfinished.comments());
            reviews.remove(unfinished);
        });
        call.list("comments").forEach(comment -> comments.add(inline(comment)));
        if (failing) {
            failing = false;
            reviews.add(review(call, PENDING, "", comments));
            return refusal(500, "");
        }
        StandInReview review = review(call, EVENTS.containsKey(event) ? event : PENDING, call.text("body"), comments);
        reviews.add(review);
        if (EVENTS.containsKey(event)) {
            pull.get().touch(forge.now());
            forge.events().review(EVENTS.get(event), review.body(), pull.get(), call.login());
        }
        return StandInAnswer.of(200, json(review));
    }

    private Optional<StandInReview> pending(StandInCall call) {
        return reviews(call.number(0)).stream()
                .filter(review ->
                        review.state().equals(PENDING) && review.login().equals(call.login()))
                .findFirst();
    }

    private StandInReview review(StandInCall call, String state, String body, List<Inline> comments) {
        return new StandInReview(
                nextId++, call.number(0), call.login(), state, body, call.text("commit_id"), comments, forge.now());
    }

    private Inline inline(Object sent) {
        Map<?, ?> comment = (Map<?, ?>) sent;
        return new Inline(
                nextId++,
                String.valueOf(comment.get("path")),
                position(comment.get("new_position")),
                position(comment.get("old_position")),
                String.valueOf(comment.get("body")));
    }

    private static long position(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private synchronized StandInAnswer delete(StandInCall call) {
        return reviews.removeIf(review -> review.id() == call.number(1)) ? StandInAnswer.done() : NOT_FOUND;
    }

    private synchronized StandInAnswer comments(StandInCall call) {
        return reviews(call.number(0)).stream()
                .filter(review -> review.id() == call.number(1))
                .findFirst()
                .map(review -> StandInAnswer.of(
                        200,
                        review.comments().stream()
                                .map(comment -> json(review, comment))
                                .toList()))
                .orElse(NOT_FOUND);
    }

    private Map<String, Object> json(StandInReview review) {
        String url = forge.need(review.pull()).url();
        return StandInJson.of(
                "id",
                review.id(),
                "user",
                forge.accounts().user(review.login()),
                "team",
                null,
                "state",
                review.state(),
                "body",
                review.body(),
                "commit_id",
                review.commit(),
                "stale",
                false,
                "official",
                false,
                "dismissed",
                false,
                "comments_count",
                review.comments().size(),
                "submitted_at",
                review.at().toString(),
                "updated_at",
                review.at().toString(),
                "html_url",
                "%s#issuecomment-%d".formatted(url, review.id() + 1_000),
                "pull_request_url",
                url);
    }

    private Map<String, Object> json(StandInReview review, Inline comment) {
        return StandInJson.of(
                "id",
                comment.id(),
                "body",
                comment.body(),
                "user",
                forge.accounts().user(review.login()),
                "resolver",
                null,
                "pull_request_review_id",
                review.id(),
                "created_at",
                review.at().toString(),
                "updated_at",
                review.at().toString(),
                "path",
                comment.path(),
                "commit_id",
                review.commit(),
                "original_commit_id",
                "",
                "diff_hunk",
                "",
                "position",
                comment.newPosition(),
                "original_position",
                comment.oldPosition(),
                "html_url",
                "%s#issuecomment-%d".formatted(forge.need(review.pull()).url(), comment.id()));
    }
}
