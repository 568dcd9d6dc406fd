package ai.a5c.krate.gitea.standin;

/** A commit status on the stand-in forge; reported by {@code gitea-actions} if it comes of a workflow. */
public record StandInStatus(
        long id, String sha, String login, String state, String context, String description, String targetUrl) {

    StandInStatus withId(long number) {
        return new StandInStatus(number, sha, login, state, context, description, targetUrl);
    }
}
