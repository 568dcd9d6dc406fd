package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import java.util.Optional;

/**
 * The branch or pull request that a job of a multibranch project builds.
 *
 * @param name as Jenkins names it, such as {@code main} or {@code PR-7}; empty if the job is of no such project
 * @param branch of a pull request its head branch; empty if it is not known
 * @param pullRequest if it is one
 * @param commit 40 hex digits; empty if it is not known
 */
record Head(String name, String branch, Optional<PullRequest> pullRequest, String commit) {

    /** Nothing is known. */
    static final Head UNKNOWN = new Head("", "", Optional.empty(), "");
}
