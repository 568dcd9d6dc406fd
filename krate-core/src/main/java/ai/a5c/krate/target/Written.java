package ai.a5c.krate.target;

/**
 * What a mutation left on the remote side.
 *
 * @param remoteId what it is called there: a comment's or commit's id, a branch, a pull request's number; never blank
 * @param url where a person can look, or empty
 */
public record Written(String remoteId, String url) {}
