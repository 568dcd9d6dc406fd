package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.Comment;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.Set;

/** Comments on issues and pull requests; the marker is the comment's last line. */
final class CommentAction implements TargetAction {

    private final Errands errands;

    CommentAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("issue-comment", "pr-comment");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        OwnComments comments = comments(mutation);
        return comments.marked(Wanted.marker(mutation, "a comment")).map(comments::written);
    }

    @Override
    public Written write(Mutation mutation) {
        OwnComments comments = comments(mutation);
        String marker = Wanted.marker(mutation, "a comment");
        Comment comment =
                comments.marked(marker).orElseGet(() -> comments.add(Wanted.marked(mutation.content(), marker)));
        return comments.written(comment);
    }

    private OwnComments comments(Mutation mutation) {
        long number = Wanted.number(mutation);
        Wanted.marker(mutation, "a comment");
        Wish wish = new Wish("#" + number, "comment on", "write:issue and read:user");
        return new OwnComments(
                errands.begin(mutation, wish), number, mutation.action().equals("pr-comment"));
    }
}
