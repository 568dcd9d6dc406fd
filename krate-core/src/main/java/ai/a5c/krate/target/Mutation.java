package ai.a5c.krate.target;

import java.util.Map;

/**
 * One concrete change to one concrete thing outside.
 *
 * <p>What each action takes; whatever a person should have seen before it is written stands in the content:
 *
 * <ul>
 *   <li>{@code issue-comment}, {@code pr-comment}: target a number; content the text.
 *   <li>{@code status-comment}: the one comment of an agent on a work item, which is edited in place: target a number;
 *       content the text; a marker that is the same for all its texts; {@code on} is {@code issue} (default) or {@code
 *       pull-request}.
 *   <li>{@code pr-review}: target a number; content the summary; {@code headSha} the commit that was reviewed; {@code
 *       approvedHead} the head at which somebody approved it, if that is another one; {@code event} is {@code COMMENT}
 *       (default), {@code APPROVED} or {@code REQUEST_CHANGES}; {@code comments} a JSON array of objects {@code path},
 *       {@code line}, {@code body} and {@code side}, which is {@code new} (default) or {@code old}.
 *   <li>{@code commit-status}: target a commit; content the description; "context"; {@code state} is {@code pending},
 *       {@code success}, {@code error}, {@code failure}, {@code warning} or {@code skipped}; {@code targetUrl} optional.
 *   <li>{@code label}: target a number; content one change a line, {@code +name} or {@code -name}; {@code create} {@code true}
 *       lets missing labels be made, of the colour {@code color}.
 *   <li>"reaction": target a number; content such as {@code eyes}; {@code comment} the comment's id, if it is one.
 *   <li>{@code create-branch}: target a branch below {@code krate/}; content the commit that it begins at.
 *   <li>{@code branch-push}: target a branch below {@code krate/}; {@code baseSha}, {@code patchDigest}, {@code subject},
 *       {@code authorName}, {@code authorEmail}, {@code time}, {@code trailers}, {@code expected}.
 *   <li>{@code open-pr}: target the head branch; content the text; {@code title}; {@code base} the branch to merge into; {@code
 *       headSha} the commit that the head branch must be at, if it matters.
 *   <li>{@code workflow-rerun}: target the id of a workflow's run; {@code attempt} the attempt, from 1, that is to be followed
 *       by another.
 *   <li>{@code check-rerun}: target a commit; content the context of the status whose workflow is to run again; {@code
 *       status} the id of that status, which is to be followed by another.
 * </ul>
 *
 * @param action such as {@code branch-push}, {@code issue-comment}, {@code pr-comment}
 * @param organization the namespace that repository and secrets are looked up in
 * @param repository the {@code Repository} resource's name
 * @param target what is written to: a branch name, an issue or PR number
 * @param content what is written: comment text, or the digest of the patch
 * @param marker carried to the remote side so that the effect can be found again; signed, one per effect
 * @param parameters by action, see above
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
