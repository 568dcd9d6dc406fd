package io.jenkins.plugins.krate.failure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit of a repository that a build checked out.
 *
 * @param url of the repository; empty if it is not known
 * @param branch as the plugin names it, perhaps with a remote's name before it; empty if it is not known
 * @param commit 40 hex digits
 */
record Revision(String url, String branch, String commit) {

    private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{40}\\b");

    /** The first commit in {@code text}: of a merge of two, the head. */
    static Optional<String> commitIn(String text) {
        Matcher matcher = COMMIT.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** The branch without {@code refs/heads/}, {@code refs/remotes/} and the name of the remote; empty for none. */
    static String plainBranch(String branch) {
        String plain = branch.startsWith("refs/heads/") ? branch.substring("refs/heads/".length()) : branch;
        if (plain.startsWith("refs/remotes/")) {
            plain = plain.substring("refs/remotes/".length());
        }
        if (plain.startsWith("origin/")) {
            plain = plain.substring("origin/".length());
        }
        return plain.equals("detached") || plain.equals("HEAD") ? "" : plain;
    }
}
