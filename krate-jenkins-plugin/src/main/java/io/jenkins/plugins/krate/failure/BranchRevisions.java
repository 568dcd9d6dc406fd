package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport.Origin;
import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import hudson.Extension;
import hudson.model.Run;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;
import org.jspecify.annotations.Nullable;

/** Reads which branch or pull request a job of a multibranch project builds; needs the SCM API plugin. */
@Extension(optional = true)
public final class BranchRevisions extends Revisions {

    @Override
    Head headOf(Run<?, ?> run) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        if (head == null) {
            return Head.UNKNOWN;
        }
        SCMRevision revision = SCMRevisionAction.getRevision(run);
        String commit =
                revision == null ? "" : Revision.commitIn(revision.toString()).orElse("");
        if (head instanceof ChangeRequestSCMHead change) {
            String name = head instanceof ChangeRequestSCMHead2 named ? named.getOriginName() : null;
            String branch = name == null ? "" : name;
            return new Head(head.getName(), branch, pullRequest(change, branch, head.getOrigin()), commit);
        }
        return new Head(head.getName(), head.getName(), Optional.empty(), commit);
    }

    private static Optional<PullRequest> pullRequest(
            ChangeRequestSCMHead change, String branch, @Nullable SCMHeadOrigin origin) {
        if (!change.getId().matches("[1-9]\\d{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(new PullRequest(
                Long.parseLong(change.getId()), branch, change.getTarget().getName(), origin(origin)));
    }

    private static Origin origin(@Nullable SCMHeadOrigin origin) {
        if (origin instanceof SCMHeadOrigin.Fork) {
            return Origin.FORK;
        }
        return SCMHeadOrigin.DEFAULT.equals(origin) ? Origin.SAME_REPOSITORY : Origin.UNKNOWN;
    }
}
