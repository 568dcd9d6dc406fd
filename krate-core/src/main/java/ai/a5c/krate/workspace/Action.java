package ai.a5c.krate.workspace;

import java.util.Arrays;
import java.util.Optional;

/** What can be asked of a workspace; the closed list. */
public enum Action {
    PROVISION,
    LINK,
    PIN,
    UNPIN,
    NOTE,
    ARCHIVE,
    CLEANUP,
    RECOVER,
    REBASE_START,
    REBASE_AUTO_RESOLVE,
    REBASE_MARK_RESOLVED,
    REBASE_ABORT;

    /** As requests and the audit trail say it, such as {@code rebase-start}. */
    public String word() {
        return Words.of(this);
    }

    /** The action that is written {@code word}. */
    public static Optional<Action> named(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** Whether something is done in or to the directory, which only the machine that it is on can do. */
    public boolean touchesDirectory() {
        return switch (this) {
            case LINK, PIN, UNPIN, NOTE -> false;
            case PROVISION, ARCHIVE, CLEANUP, RECOVER, REBASE_START -> true;
            case REBASE_AUTO_RESOLVE, REBASE_MARK_RESOLVED, REBASE_ABORT -> true;
        };
    }
}
