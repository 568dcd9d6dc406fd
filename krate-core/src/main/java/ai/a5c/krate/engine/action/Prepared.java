package ai.a5c.krate.engine.action;

import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.draft.Draft;
import java.util.Optional;

/**
 * What was found out for an action before its transaction.
 *
 * @param reviewed of the run, or of the new one where the action makes one
 * @param head how the branch's head stands to the run's commit, if that was asked
 * @param draft the new run, if the action makes one
 */
record Prepared(Reviewed reviewed, Head head, Optional<Draft> draft) {

    static Prepared of(Reviewed reviewed) {
        return new Prepared(reviewed, Head.UNKNOWN, Optional.empty());
    }
}
