package ai.a5c.krate.target;

import java.util.Map;

/**
 * One concrete change to one concrete thing outside.
 *
 * @param action such as {@code branch-push}, {@code issue-comment}, {@code pr-comment}
 * @param organization the namespace that repository and secrets are looked up in
 * @param repository the {@code Repository} resource's name
 * @param target what is written to: a branch name, an issue or PR number
 * @param content what is written: comment text, or the digest of the patch
 * @param marker carried to the remote side so that the effect can be found again; signed, one per effect
 * @param parameters by action: {@code baseSha}, {@code patchDigest}, {@code subject}, {@code trailers}
 */
public record Mutation(
        String action,
        String organization,
        String repository,
        String target,
        String content,
        String marker,
        Map<String, String> parameters) {

    public Mutation {
        parameters = Map.copyOf(parameters);
    }
}
