package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.model.Run;
import hudson.plugins.git.Branch;
import hudson.plugins.git.GitChangeSet;
import hudson.plugins.git.util.BuildData;
import hudson.scm.ChangeLogSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the Git plugin recorded; needs that plugin. */
@Extension(optional = true)
public final class GitRevisions extends Revisions {

    @Override
    List<Revision> checkedOutBy(Run<?, ?> run) {
        List<Revision> revisions = new ArrayList<>();
        for (BuildData data : run.getActions(BuildData.class)) {
            hudson.plugins.git.Revision built = data.getLastBuiltRevision();
            if (built != null) {
                revisions.add(new Revision(
                        data.getRemoteUrls().stream().findFirst().orElse(""),
                        built.getBranches().stream()
                                .map(Branch::getName)
                                .findFirst()
                                .orElse(""),
                        built.getSha1String()));
            }
        }
        return revisions;
    }

    @Override
    Optional<String> messageOf(ChangeLogSet.Entry entry) {
        return entry instanceof GitChangeSet commit ? Optional.ofNullable(commit.getComment()) : Optional.empty();
    }
}
