package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import java.util.List;

/** What somebody chose who asked for a run by hand, and the run that it comes from. */
public record RunRequest(
        @Field("The request's own id; the same one asks for the same run.")
        String requestId,

        @Field("Files that the agent is shown.") List<String> files,
        @Field("Context labels that were chosen.") List<String> contextLabels,

        @Field(value = "Cost in US dollars over all attempts; 0 for the stack's limit alone.", min = 0)
        double budgetUsd,

        @Field("The run whose conversation was forked.") String forkedFrom,
        @Field("The run that was run again after a fix.") String rerunOf,

        @Field("The subagent that works here for the parent run.")
        String subagent,

        @Field("The attempt of the parent run whose agent asked for the subagent.")
        String askedBy) {

    /** Nothing was chosen. */
    public static final RunRequest NONE = new RunRequest("", List.of(), List.of(), 0, "", "", "", "");

    public RunRequest {
        files = List.copyOf(files);
        contextLabels = List.copyOf(contextLabels);
    }

    /** A request that no agent made. */
    public RunRequest(
            String requestId,
            List<String> files,
            List<String> contextLabels,
            double budgetUsd,
            String forkedFrom,
            String rerunOf) {
        this(requestId, files, contextLabels, budgetUsd, forkedFrom, rerunOf, "", "");
    }
}
