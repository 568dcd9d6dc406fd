package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.configuration.LaidConfiguration;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.git.Worktrees.RebaseOrder;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.workspace.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks into a workspace for what an action would do there; changes nothing in it. */
final class Proposals {

    private static final int MOST_FILES = 50;

    private final Desk desk;
    private final WorkspaceWork work;

    Proposals(Desk desk) {
        this.desk = desk;
        this.work = new WorkspaceWork(desk);
    }

    /**
     * What {@code action} would do to {@code workspace} now.
     *
     * @throws GitRefusedException if that cannot be told
     * @throws RefusedException {@code WORKSPACE_TROUBLE} if it could not be done
     */
    Proposal of(AgentWorkspace workspace, Action action, String argument, boolean discard) {
        return switch (action) {
            case REBASE_START -> rebase(workspace);
            case REBASE_AUTO_RESOLVE -> resolution(workspace, argument.isEmpty() ? "work" : argument);
            case CLEANUP -> cleanup(workspace, discard);
            case PROVISION, LINK, PIN, UNPIN, NOTE, ARCHIVE, RECOVER, REBASE_MARK_RESOLVED, REBASE_ABORT ->
                throw new IllegalArgumentException(action.word());
        };
    }

    private Repositories repositories() {
        return desk.ports().repositories();
    }

    private Worktrees worktrees() {
        return repositories().worktrees();
    }

    private Proposal rebase(AgentWorkspace workspace) {
        if (workspace.spec().sha().isEmpty()) {
            throw new RefusedException("WORKSPACE_TROUBLE", "there is no checkout in it");
        }
        Remote remote = work.remote(workspace);
        String from = workspace.status().baseSha();
        String ref = workspace.spec().ref();
        String onto = work.target(workspace)
                .orElseThrow(() -> new RefusedException(
                        "WORKSPACE_TROUBLE", "its ref '%s' names no commit of the repository".formatted(ref)));
        String head = work.save(workspace, from);
        List<String> conflicts = worktrees()
                .rebase(remote, new RebaseOrder(from, onto, head), Optional.empty())
                .conflicts();
        String preview = "moves the work from %s onto %s, where %s is now%n%s"
                .formatted(brief(from), brief(onto), ref, changes(workspace, from));
        List<String> risks = conflicts.isEmpty() ? List.of() : List.of("conflicts in " + listed(conflicts));
        return new Proposal(
                Action.REBASE_START,
                "",
                false,
                from,
                head,
                onto,
                "%s onto %s at %s".formatted(target(workspace), ref, brief(onto)),
                preview,
                risks);
    }

    private Proposal resolution(AgentWorkspace workspace, String side) {
        String onto = workspace.status().rebase().onto();
        String head = work.save(workspace, onto);
        String preview = "takes the lines of the %s where both changed%nfiles in conflict: %s"
                .formatted(side, listed(workspace.status().tree().conflicts()));
        return new Proposal(
                Action.REBASE_AUTO_RESOLVE,
                side,
                false,
                onto,
                head,
                onto,
                target(workspace) + " for the " + side,
                preview,
                List.of("the other side's lines are lost in these files"));
    }

    private Proposal cleanup(AgentWorkspace workspace, boolean discard) {
        List<String> risks = new ArrayList<>();
        if (workspace.status().pinned()) {
            risks.add("somebody pinned it");
        }
        if (!workspace.status().archiveDigest().isEmpty()) {
            risks.add("its archive goes as well");
        }
        String base = workspace.status().baseSha();
        String head = "";
        String preview = "removes the workspace for good";
        boolean checkout = WorkspaceStates.of(workspace).phase().hasDirectory()
                && !workspace.spec().sha().isEmpty();
        if (checkout) {
            head = saved(workspace, base, risks);
            preview += "%n%s".formatted(head.isEmpty() ? "" : changes(workspace, base));
        }
        return new Proposal(Action.CLEANUP, "", discard, base, head, "", target(workspace), preview.strip(), risks);
    }

    /** The work as a commit; empty, and a risk more, where it is too much for one: a person may want just that gone. */
    private String saved(AgentWorkspace workspace, String base, List<String> risks) {
        try {
            return work.save(workspace, base);
        } catch (GitRefusedException e) {
            if (GitTrouble.mayPass(e)) {
                throw e;
            }
            risks.add("what is in it cannot be told: " + e.getMessage());
            return "";
        }
    }

    private String changes(AgentWorkspace workspace, String base) {
        LaidConfiguration.Changes changes = work.changes(workspace, base);
        List<String> files = Stream.concat(
                        changes.patch().files().stream().map(Proposals::told), changes.setAside().stream())
                .toList();
        return files.isEmpty() ? "no file differs from its base" : "work in it: " + listed(files);
    }

    private static String told(ChangedFile file) {
        return "%s (+%d -%d)".formatted(file.path(), file.added(), file.deleted());
    }

    private static String listed(List<String> files) {
        String first = String.join(", ", files.subList(0, Math.min(files.size(), MOST_FILES)));
        int more = files.size() - MOST_FILES;
        return more > 0 ? "%s and %d more".formatted(first, more) : first;
    }

    private static String target(AgentWorkspace workspace) {
        return workspace.metadata().name();
    }

    private static String brief(String commit) {
        return commit.substring(0, Math.min(commit.length(), 12));
    }
}
