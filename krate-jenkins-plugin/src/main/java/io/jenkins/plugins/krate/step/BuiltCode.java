package io.jenkins.plugins.krate.step;

import java.io.Serializable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code that a build is about: what somebody wrote, otherwise what the checkout left in the environment. */
final class BuiltCode implements Serializable {

    private static final long serialVersionUID = 1;

    /** The last two parts of a clone URL, however it is written. */
    private static final Pattern OWNER_AND_NAME = Pattern.compile("[:/]([^/:\\s]+/[^/:\\s]+?)(?:\\.git)?/?$");

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Nothing is known. */
    static final BuiltCode NONE = new BuiltCode("", "", "", "");

    private final String repository;
    private final String ref;
    private final String sha;
    private final String workItem;

    private BuiltCode(String repository, String ref, String sha, String workItem) {
        this.repository = repository;
        this.ref = ref;
        this.sha = sha;
        this.workItem = workItem;
    }

    /**
     * What is meant.
     *
     * @param repository as somebody wrote it; empty for that of the environment
     * @param ref as somebody wrote it; empty for that of the environment, if the repository is
     * @param environment of the build
     */
    static BuiltCode of(String repository, String ref, Map<String, String> environment) {
        String built = built(environment);
        boolean own = repository.isEmpty() || repository.equals(built) || repository.equals(name(built));
        if (!own || !ref.isEmpty()) {
            return new BuiltCode(repository.isEmpty() ? built : repository, ref, "", "");
        }
        String change = environment.getOrDefault("CHANGE_ID", "");
        if (NUMBER.matcher(change).matches()) {
            return new BuiltCode(
                    repository.isEmpty() ? built : repository, head(environment, change), "", "pull-request/" + change);
        }
        String commit = environment.getOrDefault("GIT_COMMIT", "");
        return new BuiltCode(
                repository.isEmpty() ? built : repository,
                branch(environment),
                COMMIT.matcher(commit).matches() ? commit : "",
                "");
    }

    /** The commit of a pull request's build may be a merge that Jenkins made: its head is what others know. */
    private static String head(Map<String, String> environment, String change) {
        String branch = environment.getOrDefault("CHANGE_BRANCH", "");
        boolean fork = !environment.getOrDefault("CHANGE_FORK", "").isEmpty();
        return fork || branch.isEmpty() ? "refs/pull/%s/head".formatted(change) : "refs/heads/" + branch;
    }

    private static String branch(Map<String, String> environment) {
        String tag = environment.getOrDefault("TAG_NAME", "");
        String branch = environment.getOrDefault("BRANCH_NAME", "");
        if (!tag.isEmpty()) {
            return "refs/tags/" + tag;
        }
        if (!branch.isEmpty()) {
            return "refs/heads/" + branch;
        }
        String checkedOut = environment.getOrDefault("GIT_BRANCH", "");
        return checkedOut.isEmpty() || checkedOut.equals("detached")
                ? ""
                : "refs/heads/" + checkedOut.replaceFirst("^(refs/(heads|remotes/origin)|origin)/", "");
    }

    /** The address that was cloned, without a user and password in it. */
    private static String built(Map<String, String> environment) {
        String url = environment.getOrDefault("GIT_URL", environment.getOrDefault("GIT_URL_1", ""));
        return OWNER_AND_NAME.matcher(url).find() ? url.replaceFirst("^([A-Za-z]+://)[^/@]*@", "$1") : "";
    }

    /** Owner and name at the end of an address. */
    private static String name(String url) {
        Matcher matcher = OWNER_AND_NAME.matcher(url);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The name of a Repository, {@code owner/name} or the address that it is cloned from; empty if nobody said. */
    String repository() {
        return repository;
    }

    String ref() {
        return ref;
    }

    String sha() {
        return sha;
    }

    String workItem() {
        return workItem;
    }
}
