package io.jenkins.plugins.krate.failure;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import java.util.List;
import java.util.Optional;

/** Knows what one sort of source control checked out; there is none where no plugin brings one. */
public abstract class Revisions implements ExtensionPoint {

    /** What the job of {@code run} builds, if it is one branch or pull request of a project of many. */
    Head headOf(Run<?, ?> run) {
        return Head.UNKNOWN;
    }

    /** What {@code run} checked out, in order. */
    List<Revision> checkedOutBy(Run<?, ?> run) {
        return List.of();
    }

    /** The whole message of a commit, where {@code entry} itself gives only its first line. */
    Optional<String> messageOf(ChangeLogSet.Entry entry) {
        return Optional.empty();
    }
}
