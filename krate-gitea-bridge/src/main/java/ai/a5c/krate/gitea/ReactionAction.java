package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Reaction;
import ai.a5c.krate.gitea.client.ReactionText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reactions to issues, pull requests and comments; an account has each of them once. */
final class ReactionAction implements TargetAction {

    private static final Pattern CONTENT = Pattern.compile("[a-z0-9_+-]{1,64}");

    private final Errands errands;

    ReactionAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("reaction");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        return read(mutation).found();
    }

    @Override
    public Written write(Mutation mutation) {
        Reacting answer = read(mutation);
        return answer.found().orElseGet(answer::react);
    }

    private Reacting read(Mutation mutation) {
        long number = Wanted.number(mutation);
        String content = mutation.content().strip();
        if (!CONTENT.matcher(content).matches()) {
            throw Errand.failure(
                    "Malformed", "'%s' is no reaction, such as eyes or +1".formatted(Wording.line(content)));
        }
        String comment = Wanted.parameter(mutation, "comment", "");
        OptionalLong of =
                comment.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Wanted.number(comment, "comment's id"));
        Errand errand = errands.begin(mutation, new Wish("#" + number, "react to", "write:issue and read:user"));
        return new Reacting(errand, number, of, content);
    }

    /**
     * A reaction that is wanted.
     *
     * @param comment the comment that it is to, if it is not to the issue or pull request itself
     */
    private record Reacting(Errand errand, long number, OptionalLong comment, String content) {

        Optional<Written> found() {
            OwnAccount own = errand.own();
            return errand.<Reaction>first(
                            this::reactions,
                            Reacting::identity,
                            reaction -> own.is(reaction.getUser()) && content.equals(reaction.getContent()))
                    .map(reaction -> written());
        }

        private @Nullable List<Reaction> reactions(GiteaApi api, int page, int limit) throws ApiException {
            return comment.isPresent()
                    ? api.commentReactions(errand.owner(), errand.name(), comment.getAsLong(), page, limit)
                    : api.reactions(errand.owner(), errand.name(), number, page, limit);
        }

        private static @Nullable Object identity(Reaction reaction) {
            return reaction.getUser() == null || reaction.getContent() == null
                    ? null
                    : List.of(String.valueOf(reaction.getUser().getId()), reaction.getContent());
        }

        Written react() {
            ReactionText text = new ReactionText().content(content);
            errand.call(api -> comment.isPresent()
                    ? api.reactToComment(errand.owner(), errand.name(), comment.getAsLong(), text)
                    : api.react(errand.owner(), errand.name(), number, text));
            return written();
        }

        private Written written() {
            String page = "issues/" + number;
            return comment.isPresent()
                    ? new Written(
                            "%d/%s".formatted(comment.getAsLong(), content),
                            errand.url("%s#issuecomment-%d".formatted(page, comment.getAsLong())))
                    : new Written("%d/%s".formatted(number, content), errand.url(page));
        }
    }
}
