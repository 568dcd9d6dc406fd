package ai.a5c.krate.approval;

import ai.a5c.krate.approval.Transition.Reason;
import java.util.Optional;

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

    /** Why a yes of somebody who stands so does not count, whatever it is about; empty if it does. */
    public Optional<Reason> revocation(boolean fourEyes) {
        if (isAgent) {
            return Optional.of(Reason.AGENT);
        }
        if (!mayDecide()) {
            return Optional.of(Reason.NOT_PERMITTED);
        }
        return fourEyes && isRequester ? Optional.of(Reason.OWN_REQUEST) : Optional.empty();
    }

    boolean mayDecide() {
        return switch (permission) {
            case NONE, READ -> false;
            case WRITE, APPROVER -> true;
        };
    }
}
