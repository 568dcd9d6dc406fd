package ai.a5c.krate.writeback;

/** Who can make a refused write-back possible. */
public enum FixableBy {
    /** Somebody with write permission or the approver role. */
    APPROVER,
    /** Whoever asked for the run. */
    REQUESTER,
    /** Whoever owns the organization's rules and grants. */
    ADMINISTRATOR,
    /** Nobody: it is over. */
    NOBODY
}
