package ai.a5c.krate.trigger;

import java.util.List;
import java.util.Optional;

/**
 * What is under way when a match is admitted; read under the lock that guards it.
 *
 * @param workItem names of the active runs of rule and work item, the oldest first; empty without a work item
 * @param queued the run of rule and work item that an earlier {@link AdmissionDecision.Queue} holds back, if one is
 * @param ofRule how many runs of the rule are active in all; 0 for a rule without a limit, whose runs nobody counts
 * @param dedupeHolder the run that holds the match's dedupe key within its window, if one does
 */
public record ActiveRuns(List<String> workItem, Optional<String> queued, int ofRule, Optional<String> dedupeHolder) {

    /** Nothing is under way. */
    public static final ActiveRuns NONE = new ActiveRuns(List.of(), Optional.empty(), 0, Optional.empty());

    public ActiveRuns {
        workItem = List.copyOf(workItem);
    }
}
