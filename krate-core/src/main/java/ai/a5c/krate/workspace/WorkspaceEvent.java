package ai.a5c.krate.workspace;

/** Something that happened to a workspace; the closed list of what can move it. */
public sealed interface WorkspaceEvent {

    /**
     * Somebody, or the retention, asked for an action.
     *
     * @param discard whether they said that work which is nowhere else, a pin and an archive may go
     */
    record Asked(Action action, boolean discard) implements WorkspaceEvent {}

    /** Its directory was made. */
    record Provisioned() implements WorkspaceEvent {}

    /** What was in it is a blob now, and its directory is gone. */
    record Archived() implements WorkspaceEvent {}

    /** Its directory is gone, and its archive. */
    record Removed() implements WorkspaceEvent {}

    /** Its directory was made again, out of its archive if it had one. */
    record Recovered() implements WorkspaceEvent {}

    /** A rebase came to its end. */
    record Rebased() implements WorkspaceEvent {}

    /** A rebase has conflicts that somebody must resolve. */
    record Conflicted() implements WorkspaceEvent {}

    /** A rebase was undone. */
    record RebaseAborted() implements WorkspaceEvent {}

    /** What was asked for could not be done. */
    record Failed(String reason) implements WorkspaceEvent {}

    /** An attempt works in it from now on. */
    record AttemptBegan(String attempt) implements WorkspaceEvent {}

    /** An attempt no longer works in it. */
    record AttemptEnded(String attempt) implements WorkspaceEvent {}

    /** Its directory is not where it should be. */
    record FoundMissing() implements WorkspaceEvent {}

    /** Its directory is where it should be. */
    record FoundThere() implements WorkspaceEvent {}

    /** The event's name in words, such as {@code attempt-began}; of a request the action's. */
    default String word() {
        return this instanceof Asked asked ? asked.action().word() : Words.of(((Record) this).getClass());
    }
}
