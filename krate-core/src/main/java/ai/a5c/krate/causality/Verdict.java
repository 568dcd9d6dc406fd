package ai.a5c.krate.causality;

/**
 * Whether an event may go on to the rules, and why not.
 *
 * @param reason one sentence for people
 */
public record Verdict(Code code, String reason) {

    /** Whether rules may look at the event. */
    public boolean admitted() {
        return code == Code.ADMITTED;
    }

    /** What was found. */
    public enum Code {
        /** Somebody else caused it, not too far down a chain. */
        ADMITTED,
        /** Krate itself caused it or wrote its text. */
        OWN_ECHO,
        /** Somebody changed another person's words, which is no request by either. */
        EDITED_BY_OTHER,
        /** Too many runs stand behind it. */
        CHAIN_TOO_DEEP
    }
}
