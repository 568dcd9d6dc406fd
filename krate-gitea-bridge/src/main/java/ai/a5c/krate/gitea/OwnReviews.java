package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Review;
import ai.a5c.krate.gitea.client.ReviewComment;
import ai.a5c.krate.gitea.client.ReviewText;
import ai.a5c.krate.target.Written;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reviews of one pull request by Krate's own account. */
record OwnReviews(Errand errand, long number) {

    private static final Pattern ANCHOR = Pattern.compile(".*(#issuecomment-[0-9]{1,18})");
    private static final String NAMELESS = "the forge names no review that it made";

    /** The submitted one that carries the marker. */
    Optional<Review> marked(String marker) {
        OwnAccount own = errand.own();
        return errand.first(
                this::page,
                Review::getId,
                review -> own.is(review.getUser())
                        && isSubmitted(review)
                        && review.getBody() != null
                        && Wanted.carries(review.getBody(), marker));
    }

    /**
     * Takes away what a try has left that the forge did not finish: a review that is not submitted, with remarks that carry
     * the marker. They would be published with the next review else.
     */
    void dropUnfinished(String marker) {
        OwnAccount own = errand.own();
        Optional<Review> pending =
                errand.first(this::page, Review::getId, review -> own.is(review.getUser()) && !isSubmitted(review));
        pending.ifPresent(review -> {
            if (!isOf(review, marker)) {
                throw Errand.failure(
                        "UnfinishedReview",
                        "Krate's account has a review of %s that was not submitted; submit or delete it there"
                                .formatted(errand.where()));
            }
            errand.look(api -> {
                api.deleteReview(errand.owner(), errand.name(), number, id(review));
                return true;
            });
        });
    }

    private boolean isOf(Review review, String marker) {
        List<ReviewComment> comments = errand.look(
                        api -> api.reviewComments(errand.owner(), errand.name(), number, id(review)))
                .orElse(List.of());
        return comments.stream()
                .allMatch(comment -> comment.getBody() != null && Wanted.carries(comment.getBody(), marker));
    }

    /** Submits a review; empty if the forge does not take this one as a review. */
    Optional<Review> submit(ReviewText review) {
        return errand.call(
                api -> Optional.ofNullable(api.createReview(errand.owner(), errand.name(), number, review)),
                refusal -> {
                    if (refusal.status() == 422) {
                        return Optional.empty();
                    }
                    throw errand.refused(refusal);
                });
    }

    /** Comments of the own account on the same pull request. */
    OwnComments comments() {
        return new OwnComments(errand, number, true);
    }

    Written written(Review review) {
        Matcher link = ANCHOR.matcher(review.getHtmlUrl() == null ? "" : review.getHtmlUrl());
        return new Written(
                Long.toString(id(review)),
                errand.url("pulls/%d%s".formatted(number, link.matches() ? link.group(1) : "")));
    }

    private long id(Review review) {
        return errand.present(review.getId(), NAMELESS);
    }

    private List<Review> page(GiteaApi api, int page, int limit) throws ApiException {
        return api.reviews(errand.owner(), errand.name(), number, page, limit);
    }

    private static boolean isSubmitted(Review review) {
        return !"PENDING".equals(review.getState());
    }
}
