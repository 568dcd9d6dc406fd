package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.Remark.Anchor;
import ai.a5c.krate.gitea.client.Pull;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reviews of pull requests, with remarks on lines.
 *
 * <p>A remark on a line that the diff at the reviewed commit does not show goes into the summary. What the forge does not take
 * as a review, such as one of Krate's own pull request, becomes a comment that says the same. Nothing is written if the head
 * is not the commit that was reviewed, or a later one at which somebody has approved it: then all remarks go into the summary.
 */
final class ReviewAction implements TargetAction {

    private static final String COMMENT = "COMMENT";
    private static final Set<String> EVENTS = Set.of(COMMENT, "APPROVED", "REQUEST_CHANGES");

    private final Errands errands;

    ReviewAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("pr-review");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        OwnReviews reviews = reviews(mutation);
        String marker = Wanted.marker(mutation, "a review");
        return reviews.marked(marker).map(reviews::written).or(() -> comment(reviews, marker));
    }

    private static Optional<Written> comment(OwnReviews reviews, String marker) {
        OwnComments comments = reviews.comments();
        return comments.marked(marker).map(comments::written);
    }

    @Override
    public Written write(Mutation mutation) {
        ReviewDraft draft = draft(mutation);
        Optional<Written> before = find(mutation);
        if (before.isPresent()) {
            return before.get();
        }
        OwnReviews reviews = reviews(mutation);
        Set<Anchor> shown = draft.isStale() ? Set.of() : shown(reviews.errand(), reviews.number(), draft);
        Pull pull = atHead(reviews, draft);
        reviews.dropUnfinished(draft.marker());
        boolean own = reviews.errand().own().is(pull.getUser());
        ReviewDraft fitting = own ? draft.asComment() : draft;
        return reviews.submit(fitting.review(shown)).map(reviews::written).orElseGet(() -> asComment(reviews, draft));
    }

    private static Written asComment(OwnReviews reviews, ReviewDraft draft) {
        OwnComments comments = reviews.comments();
        return comments.written(comments.add(draft.asComment().text(Set.of())));
    }

    private static ReviewDraft draft(Mutation mutation) {
        String head = Wanted.commit(Wanted.parameter(mutation, "headSha"));
        return new ReviewDraft(
                Wanted.word(mutation, "event", COMMENT, EVENTS),
                head,
                Wanted.commit(Wanted.parameter(mutation, "approvedHead", head)),
                mutation.content(),
                Remark.of(mutation),
                Wanted.marker(mutation, "a review"));
    }

    private OwnReviews reviews(Mutation mutation) {
        long number = Wanted.number(mutation);
        Wanted.marker(mutation, "a review");
        Wish wish = new Wish("#" + number, "review", "write:repository, write:issue and read:user");
        return new OwnReviews(errands.begin(mutation, wish), number);
    }

    private static Set<Anchor> shown(Errand errand, long number, ReviewDraft draft) {
        List<Remark> remarks = draft.remarks();
        if (remarks.isEmpty()) {
            return Set.of();
        }
        Set<Anchor> wanted = remarks.stream().map(Remark::anchor).collect(Collectors.toSet());
        return DiffLines.shown(errand.diff(number), wanted);
    }

    /** The pull request, whose head is looked at last, after the diff. */
    private static Pull atHead(OwnReviews reviews, ReviewDraft draft) {
        Errand errand = reviews.errand();
        Pull pull = errand.call(api -> api.pull(errand.owner(), errand.name(), reviews.number()));
        String now = pull.getHead() == null ? null : pull.getHead().getSha();
        if (!draft.at().equals(now)) {
            throw new TargetException(
                    "HeadMoved",
                    "%s is not at %s any more, which was %s; nothing was written"
                            .formatted(errand.where(), draft.at(), draft.isStale() ? "approved" : "reviewed"),
                    true);
        }
        return pull;
    }
}
