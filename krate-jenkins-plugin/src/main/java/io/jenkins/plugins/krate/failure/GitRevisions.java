package io.jenkins.plugins.krate.failure;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the Git plugin recorded, by the names of its classes: the plugin need not be there. */
@Extension
public final class GitRevisions extends Revisions {

    private static final String BUILD_DATA = "hudson.plugins.git.util.BuildData";
    private static final String CHANGE = "hudson.plugins.git.GitChangeSet";

    @Override
    List<Revision> checkedOutBy(Run<?, ?> run) {
        List<Revision> revisions = new ArrayList<>();
        for (Action action : run.getActions(Action.class)) {
            if (action.getClass().getName().equals(BUILD_DATA)) {
                revision(action).ifPresent(revisions::add);
            }
        }
        return revisions;
    }

    /** What an object with the getters of {@code BuildData} tells. */
    static Optional<Revision> revision(Object data) {
        return Getters.value(data, "getLastBuiltRevision").map(built -> {
            Optional<Object> url = Getters.all(data, "getRemoteUrls").stream().findFirst();
            Optional<Object> branch = Getters.all(built, "getBranches").stream().findFirst();
            return new Revision(
                    url.map(Object::toString).orElse(""),
                    branch.map(named -> Getters.text(named, "getName")).orElse(""),
                    Revision.commitIn(Getters.text(built, "getSha1String")).orElse(""));
        });
    }

    @Override
    Optional<String> messageOf(ChangeLogSet.Entry entry) {
        return entry.getClass().getName().equals(CHANGE)
                ? Optional.of(Getters.text(entry, "getComment")).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
