package ai.a5c.krate.gitea;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.gitea.client.Review;
import ai.a5c.krate.gitea.client.ReviewComment;
import ai.a5c.krate.gitea.client.User;
import ai.a5c.krate.match.Mention;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which review a delivery is about, and what its author wrote beside lines of code; pure.
 *
 * <p>A delivery has the review's kind and its overall words only. Times at a forge are whole seconds, and a review can be
 * stored a moment after the delivery was written, hence the {@link #SLACK}.
 */
final class ReviewFacts {

    /** The most inline comments of one review that are read. */
    static final int MAX_COMMENTS = 100;

    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Map<String, String> STATES = Map.of(
            "pull_request_approved", "APPROVED",
            "pull_request_rejected", "REQUEST_CHANGES",
            "pull_request_comment", "COMMENT");

    private ReviewFacts() {}

    /** The newest of the actor's submitted reviews of that kind with those words, leaving out those that came later. */
    static Optional<Review> find(SourceEvent event, List<Review> reviews) {
        List<Review> own = reviews.stream()
                .filter(review -> review.getId() != null && isBy(review.getUser(), event))
                .filter(review ->
                        STATES.getOrDefault(event.type().split("\\.", 2)[0], "").equals(review.getState()))
                .filter(review -> Wording.normalized(words(review.getBody()))
                        .equals(Wording.normalized(event.text().trigger())))
                .toList();
        Comparator<Review> age = Comparator.comparing((Review review) -> time(review.getSubmittedAt()))
                .thenComparing(Review::getId);
        return own.stream()
                .filter(review -> !isLater(review.getSubmittedAt(), event))
                .max(age)
                .or(() -> own.stream().max(age));
    }

    /** The event with what its actor wrote beside the code; others' words, and words changed since, are not the actor's. */
    static SourceEvent with(SourceEvent event, Review review, List<ReviewComment> comments) {
        StringBuilder trigger = new StringBuilder(event.text().trigger());
        comments.stream()
                .filter(comment -> review.getId().equals(comment.getPullRequestReviewId()))
                .filter(comment -> isBy(comment.getUser(), event) && !isLater(comment.getUpdatedAt(), event))
                .filter(comment -> !words(comment.getBody()).isBlank())
                .limit(MAX_COMMENTS)
                .forEach(comment -> trigger.append(trigger.length() == 0 ? "" : "\n\n")
                        .append(heading(comment))
                        .append(words(comment.getBody())));
        String said = Wording.bounded(trigger.toString(), Wording.TEXT);
        return event.change()
                .text(new Text(said, event.text().body(), event.text().triggerAuthorId()))
                .mentions(Mention.findAll(said))
                .build();
    }

    /** Where the comment stands, as code: nothing in the name of a file addresses anybody. */
    private static String heading(ReviewComment comment) {
        String path = Wording.line(words(comment.getPath())).replace('`', '\'');
        String line = Stream.of(comment.getPosition(), comment.getOriginalPosition())
                .filter(number -> number != null && number > 0)
                .findFirst()
                .map(number -> ":" + number)
                .orElse("");
        return path.isEmpty() ? "" : "`" + path + line + "`\n\n";
    }

    private static boolean isBy(@Nullable User user, SourceEvent event) {
        return user != null
                && user.getId() != null
                && user.getId().toString().equals(event.actor().id());
    }

    private static boolean isLater(@Nullable String time, SourceEvent event) {
        return time(time).isAfter(event.occurredAt().plus(SLACK));
    }

    private static Instant time(@Nullable String text) {
        return Rfc3339.parse(words(text)).orElse(Instant.EPOCH);
    }

    private static String words(@Nullable String text) {
        return text == null ? "" : text;
    }
}
