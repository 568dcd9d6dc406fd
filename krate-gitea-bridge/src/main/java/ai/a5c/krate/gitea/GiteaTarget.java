package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.Comment;
import ai.a5c.krate.gitea.client.CommentText;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.User;
import ai.a5c.krate.source.ForgeLookup;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Comments on issues and pull requests of Gitea.
 *
 * <p>The marker is the comment's last line. What was written is found again by it, in comments of Krate's own account
 * only: anybody can copy a marker.
 */
public final class GiteaTarget implements WriteBackTarget {

    private static final Set<String> ACTIONS = Set.of("issue-comment", "pr-comment");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int PAGE = 50;
    private static final int MAX_PAGES = 1_000;

    private final ForgeLookup lookup;
    private final GiteaConnections connections;

    public GiteaTarget(ForgeLookup lookup) {
        this(lookup, new GiteaConnections());
    }

    GiteaTarget(ForgeLookup lookup, GiteaConnections connections) {
        this.lookup = lookup;
        this.connections = connections;
    }

    @Override
    public Set<String> actions() {
        return ACTIONS;
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        Item item = item(mutation);
        return call(item, api -> marked(api, item, mutation.marker())).map(id -> item.written(id));
    }

    @Override
    public Written write(Mutation mutation) {
        Item item = item(mutation);
        CommentText text =
                new CommentText().body(mutation.content().stripTrailing() + "\n\n" + mutation.marker() + "\n");
        Comment comment = call(
                item,
                api -> api.createComment(item.forge().owner(), item.forge().name(), item.number(), text));
        return item.written(present(
                present(comment, "the forge gave an empty answer").getId(), "the forge names no comment that it made"));
    }

    private Item item(Mutation mutation) {
        if (!ACTIONS.contains(mutation.action())) {
            throw new TargetException(
                    "Unsupported", "'%s' is none of the actions of Gitea".formatted(mutation.action()), false);
        }
        if (!NUMBER.matcher(mutation.target()).matches()) {
            throw new TargetException(
                    "NotFound", "'%s' is no issue or pull request number".formatted(mutation.target()), false);
        }
        if (mutation.marker().isBlank() || mutation.marker().lines().count() != 1) {
            throw new TargetException("Unmarked", "a comment needs a marker of one line", false);
        }
        return new Item(
                forge(mutation),
                Long.parseLong(mutation.target()),
                mutation.action().equals("pr-comment"));
    }

    private Forge forge(Mutation mutation) {
        try {
            return lookup.forge(mutation.organization(), mutation.repository());
        } catch (NoSuchElementException e) {
            throw new TargetException(
                    "NotFound", "there is no repository '%s' with a forge".formatted(mutation.repository()), false);
        }
    }

    /** Looks through all pages until one brings nothing new; Gitea 1.22 gives all comments on every page. */
    private static Optional<Long> marked(GiteaApi api, Item item, String marker) throws ApiException {
        User own = present(api.currentUser(), "the forge does not name Krate's own account");
        Long ownId = present(own.getId(), "the forge does not name Krate's own account");
        Set<Long> seen = new HashSet<>();
        for (int page = 1; page <= MAX_PAGES; page++) {
            List<Comment> comments = page(api, item, page);
            Optional<Long> found = comments.stream()
                    .filter(comment -> isBy(ownId, comment) && carries(comment, marker))
                    .map(Comment::getId)
                    .findFirst();
            if (found.isPresent()
                    || !seen.addAll(comments.stream().map(Comment::getId).toList())) {
                return found;
            }
        }
        throw new TargetException("Unreachable", "the forge lists comments without end", true);
    }

    private static List<Comment> page(GiteaApi api, Item item, int page) throws ApiException {
        List<Comment> comments = api.comments(item.forge().owner(), item.forge().name(), item.number(), page, PAGE);
        return present(comments, "the forge gave an empty answer").stream()
                .filter(comment -> comment != null && comment.getId() != null)
                .toList();
    }

    private static boolean isBy(Long account, Comment comment) {
        return comment.getUser() != null && account.equals(comment.getUser().getId());
    }

    private static boolean carries(Comment comment, String marker) {
        return comment.getBody() != null
                && comment.getBody().lines().map(String::strip).anyMatch(marker.strip()::equals);
    }

    private static <T> T present(@Nullable T answer, String otherwise) {
        if (answer == null) {
            throw new TargetException("Unreachable", otherwise, true);
        }
        return answer;
    }

    private <T> T call(Item item, Call<T> call) {
        try {
            return call.on(connections.open(item.forge()));
        } catch (ApiException e) {
            throw refused(ApiRefusal.of(e, item.forge()), item);
        } catch (ForgeSettingException e) {
            throw new TargetException("InvalidForge", e.reason(), false);
        }
    }

    private static TargetException refused(ApiRefusal refusal, Item item) {
        String where = "%s/%s#%d".formatted(item.forge().owner(), item.forge().name(), item.number());
        if (refusal.passing()) {
            return new TargetException(
                    "Unreachable",
                    "%s did not take the call for %s: %s".formatted(item.forge().baseUrl(), where, refusal.told()),
                    true);
        }
        return switch (refusal.status()) {
            case 401 ->
                new TargetException("Unauthorized", "the forge does not know Krate's token: " + refusal.told(), false);
            case 403 -> new TargetException("Forbidden", forbidden(where, refusal), false);
            case 404 -> new TargetException("NotFound", where + " is not there, or Krate may not see it", false);
            case 422 -> new TargetException("Invalid", "%s refused it: %s".formatted(where, refusal.told()), false);
            case 423 -> new TargetException("Locked", where + " is locked or archived: " + refusal.told(), false);
            default -> new TargetException("Refused", "%s: %s".formatted(where, refusal.told()), false);
        };
    }

    private static String forbidden(String where, ApiRefusal refusal) {
        return "Krate may not comment on %s; its token needs write:issue and read:user (%s)"
                .formatted(where, refusal.told());
    }

    /** One or more calls of the API. */
    @FunctionalInterface
    private interface Call<T> {

        T on(GiteaApi api) throws ApiException;
    }

    /** An issue or pull request of a forge. */
    private record Item(Forge forge, long number, boolean pull) {

        Written written(long comment) {
            return new Written(
                    Long.toString(comment),
                    "%s/%s/%s/%s/%d#issuecomment-%d"
                            .formatted(
                                    GiteaConnections.baseUrl(forge),
                                    forge.owner(),
                                    forge.name(),
                                    pull ? "pulls" : "issues",
                                    number,
                                    comment));
        }
    }
}
