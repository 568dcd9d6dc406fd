package ai.a5c.krate.dispatch;

/** What a person may want of a run. */
public enum RunAction {
    /** It stops, whatever it is doing. */
    CANCEL("Cancel"),
    /** One more attempt with the same context; of a blocked run, another review. */
    RETRY("Retry"),
    /** One more attempt that goes on with the conversation of an earlier one. */
    RESUME("Resume"),
    /** A message: to the agent at work, or to one that goes on with its conversation. */
    CONTINUE("Send a message"),
    /** Another run that goes on with a copy of the conversation. */
    FORK("Fork"),
    /** Another run at the commit that the branch is at now. */
    RERUN_AFTER_FIX("Run again after a fix");

    private final String label;

    RunAction(String label) {
        this.label = label;
    }

    /** As it stands on a button. */
    public String label() {
        return label;
    }

    /** As it is written in addresses and commands, such as {@code rerun-after-fix}. */
    public String word() {
        return Words.of(this);
    }

    /** The action that is written {@code word}. */
    public static RunAction of(String word) {
        return Words.parse(RunAction.class, word);
    }
}
