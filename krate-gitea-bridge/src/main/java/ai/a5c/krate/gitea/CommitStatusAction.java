package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.CommitStatus;
import ai.a5c.krate.gitea.client.StatusText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commit statuses.
 *
 * <p>A status has no place for a marker: it is known by its context. It counts as written if the newest one in its context is
 * by Krate's own account and says the same.
 */
final class CommitStatusAction implements TargetAction {

    private static final Set<String> STATES = Set.of("pending", "success", "error", "failure", "warning", "skipped");
    private static final int MAX_CONTEXT = 255;
    private static final String NEWEST_FIRST = "highestindex";

    /** The minor version of Gitea that knows the state {@code skipped}. */
    private static final int SKIPPED = 25;

    private final Errands errands;

    CommitStatusAction(Errands errands) {
        this.errands = errands;
    }

    @Override
    public Set<String> actions() {
        return Set.of("commit-status");
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        String sha = Wanted.commit(mutation.target());
        Errand errand = errand(mutation, sha);
        StatusText text = text(mutation, errand);
        return newest(errand, sha, text.getContext())
                .filter(newest -> errand.own().is(newest.getCreator()) && says(newest, text))
                .map(newest -> written(errand, sha, newest));
    }

    @Override
    public Written write(Mutation mutation) {
        return find(mutation).orElseGet(() -> {
            String sha = Wanted.commit(mutation.target());
            Errand errand = errand(mutation, sha);
            StatusText text = text(mutation, errand);
            return written(errand, sha, errand.call(api -> api.createStatus(errand.owner(), errand.name(), sha, text)));
        });
    }

    /** The newest status of a commit in a context, by whomever. */
    static Optional<CommitStatus> newest(Errand errand, String sha, String context) {
        return errand.first(
                (api, page, limit) -> api.statuses(errand.owner(), errand.name(), sha, NEWEST_FIRST, page, limit),
                CommitStatus::getId,
                status -> context.equals(status.getContext()));
    }

    private Errand errand(Mutation mutation, String sha) {
        String place = "@" + sha.substring(0, 10);
        return errands.begin(mutation, new Wish(place, "report a status of", "write:repository and read:user"));
    }

    private static Written written(Errand errand, String sha, CommitStatus status) {
        Long id = errand.present(status.getId(), "the forge names no status that it made");
        return new Written(id.toString(), errand.url("commit/" + sha));
    }

    private static StatusText text(Mutation mutation, Errand errand) {
        String context = Wanted.parameter(mutation, "context");
        if (context.length() > MAX_CONTEXT) {
            throw Errand.failure(
                    "Malformed", "the context of a status has at most %d characters".formatted(MAX_CONTEXT));
        }
        String state = Wanted.word(mutation, "state", "", STATES);
        boolean unknown = state.equals("skipped") && !errand.version().isLikeGitea(SKIPPED);
        return new StatusText()
                .context(context)
                .state(unknown ? "success" : state)
                .description(Wording.line(mutation.content()))
                .targetUrl(url(mutation));
    }

    private static String url(Mutation mutation) {
        String url = Wanted.parameter(mutation, "targetUrl", "");
        try {
            URI uri = new URI(url);
            boolean web = Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
            if (url.isEmpty() || (web && uri.getHost() != null && uri.getRawUserInfo() == null)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw Errand.failure("Malformed", "the targetUrl of a status is no URL");
        }
        throw Errand.failure("Malformed", "the targetUrl of a status must be http:// or https:// with a host");
    }

    private static boolean says(CommitStatus status, StatusText text) {
        return text.getState().equals(status.getStatus())
                && same(text.getDescription(), status.getDescription())
                && same(text.getTargetUrl(), status.getTargetUrl());
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return Optional.ofNullable(one)
                .orElse("")
                .equals(Optional.ofNullable(other).orElse(""));
    }
}
