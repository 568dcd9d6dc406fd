package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.Comment;
import ai.a5c.krate.gitea.client.CommentText;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.target.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Comments of Krate's own account on one issue or pull request.
 *
 * <p>What was written is found again by its marker, in comments of the own account only: anybody can copy a marker.
 *
 * @param pull whether it is a pull request, for links
 */
record OwnComments(Errand errand, long number, boolean pull) {

    private static final String NAMELESS = "the forge names no comment that it made";

    /** The first that carries the marker. */
    Optional<Comment> marked(String marker) {
        OwnAccount own = errand.own();
        return errand.first(this::page, Comment::getId, comment -> own.is(comment.getUser()) && has(comment, marker));
    }

    /** All that carry the marker, oldest first. */
    List<Comment> allMarked(String marker) {
        OwnAccount own = errand.own();
        List<Comment> found = new ArrayList<>();
        errand.first(this::page, Comment::getId, comment -> {
            if (own.is(comment.getUser()) && has(comment, marker)) {
                found.add(comment);
            }
            return false;
        });
        found.sort(Comparator.comparing(Comment::getId));
        return found;
    }

    /** Makes a comment. */
    Comment add(String text) {
        return errand.call(
                api -> api.createComment(errand.owner(), errand.name(), number, new CommentText().body(text)));
    }

    /** Gives a comment another text. */
    void edit(Comment comment, String text) {
        CommentText body = new CommentText().body(text);
        errand.look(api -> api.editComment(errand.owner(), errand.name(), id(comment), body));
    }

    /** Takes a comment away, if it is still there. */
    void delete(Comment comment) {
        errand.look(api -> {
            api.deleteComment(errand.owner(), errand.name(), id(comment));
            return true;
        });
    }

    Written written(Comment comment) {
        long id = id(comment);
        return new Written(
                Long.toString(id),
                errand.url("%s/%d#issuecomment-%d".formatted(pull ? "pulls" : "issues", number, id)));
    }

    private long id(Comment comment) {
        return errand.present(comment.getId(), NAMELESS);
    }

    private List<Comment> page(GiteaApi api, int page, int limit) throws ApiException {
        return api.comments(errand.owner(), errand.name(), number, page, limit);
    }

    private static boolean has(Comment comment, String marker) {
        return comment.getBody() != null && Wanted.carries(comment.getBody(), marker);
    }
}
