package ai.a5c.krate.approval;

import ai.a5c.krate.digest.Digest;
import java.util.List;

/** What must be done once the approval's new state is stored; doing it twice must be harmless. */
public sealed interface ApprovalEffect {

    /** Tell the run that these may happen, or that its gate is open. */
    record Allow(List<Integer> ordinals) implements ApprovalEffect {}

    /** Tell the run that these will not happen, or that its gate stays closed. */
    record Refuse(List<Integer> ordinals, String reason) implements ApprovalEffect {}

    /** Ask another person. */
    record AskAnother() implements ApprovalEffect {}

    /** Take the consent to these back, and ask about what would happen now. */
    record AskAgain(List<Integer> ordinals, Digest binding) implements ApprovalEffect {}

    /** Tell those who watch where the approval stands now. */
    record Notify(ApprovalPhase phase) implements ApprovalEffect {}
}
