package ai.a5c.krate.target;

/**
 * What a mutation left on the remote side.
 *
 * @param remoteId comment id or commit id
 * @param url where a person can look, or empty
 */
public record Written(String remoteId, String url) {}
