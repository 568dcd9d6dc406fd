package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import java.util.List;

/** Which results of a CI server an event must carry; every part that is given must hold. */
public record CiMatch(
        @Field("Workflows or builds, by name.") List<String> workflows,
        @Field("Jobs, by name.") List<String> jobs,
        @Field("Stages, by name.") List<String> stages,
        @Field("How the job ended.") List<Conclusion> conclusions,

        @Field("What the failure looks like, as the bridge of the CI server names it.")
        String failureSignature) {

    public CiMatch {
        workflows = List.copyOf(workflows);
        jobs = List.copyOf(jobs);
        stages = List.copyOf(stages);
        conclusions = List.copyOf(conclusions);
    }

    /** Nothing asked. */
    public static final CiMatch ANY = new CiMatch(List.of(), List.of(), List.of(), List.of(), "");

    /** How a job of a CI server ends. */
    public enum Conclusion {
        SUCCESS,
        FAILURE,
        UNSTABLE,
        CANCELLED,
        TIMED_OUT,
        SKIPPED,
        NEUTRAL,
        ACTION_REQUIRED
    }
}
