package ai.a5c.krate.trigger;

import ai.a5c.krate.resource.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Everything besides event and rule that an admission follows from; read under the locks that guard it.
 *
 * @param join the run that another kind of event of the same request started, if there is one
 * @param quotas what is limited in a time, with what of it is used, this event not counted
 * @param echo why the event counts for nothing since Krate caused it, if it did
 */
public record AdmissionFacts(ActiveRuns active, Optional<Join> join, List<Quota> quotas, Optional<Reason> echo) {

    /** Nothing is under way, and nothing is limited. */
    public static final AdmissionFacts NONE = of(ActiveRuns.NONE);

    public AdmissionFacts {
        quotas = List.copyOf(quotas);
    }

    /** Facts about runs alone. */
    public static AdmissionFacts of(ActiveRuns active) {
        return new AdmissionFacts(active, Optional.empty(), List.of(), Optional.empty());
    }

    /** The facts about an event that Krate caused itself. */
    public static AdmissionFacts ofEcho(Reason why) {
        return new AdmissionFacts(ActiveRuns.NONE, Optional.empty(), List.of(), Optional.of(why));
    }

    /**
     * A run that was started for the same request by another kind of event.
     *
     * @param run its name
     * @param rule the rule that started it
     * @param type the type of the event that started it
     * @param key what the two events have in common, as in {@code pull-request/3}
     */
    public record Join(String run, String rule, String type, String key) {}
}
