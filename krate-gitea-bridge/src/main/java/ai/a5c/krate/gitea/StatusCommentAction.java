package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.Comment;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one comment of an agent on an issue or pull request that says how its work stands, edited in place.
 *
 * <p>Its marker is the same for all its texts. It counts as written if it is there once and says what it should; it is made
 * anew if somebody deleted it, and if two servers made it at the same time the older stays.
 */
final class StatusCommentAction implements TargetAction {

    private static final Set<String> PLACES = Set.of("issue", "pull-request");

    private final Errands errands;

    StatusCommentAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("status-comment");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        OwnComments comments = comments(mutation);
        List<Comment> found = comments.allMarked(Wanted.marker(mutation, "a comment"));
        return Optional.of(found)
                .filter(all -> all.size() == 1 && says(all.get(0), text(mutation)))
                .map(all -> comments.written(all.get(0)));
    }

    @Override
    public Written write(Mutation mutation) {
        OwnComments comments = comments(mutation);
        String marker = Wanted.marker(mutation, "a comment");
        String text = text(mutation);
        List<Comment> found = comments.allMarked(marker);
        if (found.isEmpty()) {
            comments.add(text);
            found = comments.allMarked(marker);
        }
        if (found.isEmpty()) {
            throw new TargetException("NotVerified", "the status comment that was written cannot be found", true);
        }
        Comment kept = found.get(0);
        found.subList(1, found.size()).forEach(comments::delete);
        if (!says(kept, text)) {
            comments.edit(kept, text);
        }
        return comments.written(kept);
    }

    private OwnComments comments(Mutation mutation) {
        long number = Wanted.number(mutation);
        String place = Wanted.word(mutation, "on", "issue", PLACES);
        Wanted.marker(mutation, "a comment");
        Wish wish = new Wish("#" + number, "comment on", "write:issue and read:user");
        return new OwnComments(errands.begin(mutation, wish), number, place.equals("pull-request"));
    }

    private static String text(Mutation mutation) {
        return Wanted.marked(mutation.content(), Wanted.marker(mutation, "a comment"));
    }

    /** Whether it is that text; line ends and space around it do not count, which forges change. */
    private static boolean says(Comment comment, String text) {
        return comment.getBody() != null
                && comment.getBody()
                        .replace("\r\n", "\n")
                        .strip()
                        .equals(text.replace("\r\n", "\n").strip());
    }
}
