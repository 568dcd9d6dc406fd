package io.jenkins.plugins.krate.engine;

import java.io.Serializable;
import java.util.List;

/**
 * What came of a report.
 *
 * @param settled whether the engine has decided; until then it is worth asking again
 * @param decision what was decided where no run is: ignored, rejected, suppressed, awaiting-approval, ...; empty until settled
 * @param reasons why
 * @param runs the runs that were made, or joined
 */
public record ReportOutcome(boolean settled, String decision, List<Reason> reasons, List<RunView> runs)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public ReportOutcome {
        decision = Texts.name(decision);
        reasons = Texts.few(reasons);
        runs = Texts.few(runs);
    }
}
