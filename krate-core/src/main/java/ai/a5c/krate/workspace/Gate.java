package ai.a5c.krate.workspace;

import ai.a5c.krate.workspace.WorkspaceEvent.Asked;

/** Decides which requests a person must approve where the gate {@code rebase} is closed: those that rewrite or end work. */
public final class Gate {

    /** As rules name it in {@code approvalPolicy.requireFor}. */
    public static final String NAME = "rebase";

    private Gate() {}

    /** Whether the gate guards {@code asked}; how an approved rebase is ended or undone by hand it leaves to people. */
    public static boolean guards(WorkspaceState workspace, Asked asked) {
        return switch (asked.action()) {
            case REBASE_START, REBASE_AUTO_RESOLVE -> true;
            case CLEANUP -> asked.discard() && Requests.isAtStake(workspace);
            case PROVISION, LINK, PIN, UNPIN, NOTE, ARCHIVE, RECOVER -> false;
            case REBASE_MARK_RESOLVED, REBASE_ABORT -> false;
        };
    }
}
