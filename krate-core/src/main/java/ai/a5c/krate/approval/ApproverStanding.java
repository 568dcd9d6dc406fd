package ai.a5c.krate.approval;

/**
 * What is known, at the moment of the decision, about the one who decides.
 *
 * @param isRequester whether they, or an agent acting for them, asked for what is to be approved
 * @param isAgent whether they are an agent, a bot or a token of one
 */
public record ApproverStanding(Permission permission, boolean isRequester, boolean isAgent) {

    /** What they may do in the repository. */
    public enum Permission {
        NONE,
        READ,
        WRITE,
        /** Has the approver role. */
        APPROVER
    }

    boolean mayDecide() {
        return switch (permission) {
            case NONE, READ -> false;
            case WRITE, APPROVER -> true;
        };
    }
}
