package ai.a5c.krate.kind.agents;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.util.List;
import java.util.Optional;

/** A reviewed instruction that rules and stacks can add to what an agent is told. */
@KindInfo(
        plural = "agentcontextlabels",
        shortNames = {"ctxlabel"},
        storage = Storage.CONFIG,
        doc = "A reviewed instruction that rules and stacks can add to what an agent is told.",
        columns = {"Name=.spec.displayName", "Owner=.spec.owner", "Review=.spec.requiresReview"})
public record AgentContextLabel(Metadata metadata, Spec spec, Status status) implements Resource {

    /** The condition that says whether the instruction was reviewed as it stands. */
    public static final String REVIEWED = "Reviewed";

    /** Whether it was reviewed as it stands, where that was ever wanted. */
    public Optional<Condition> reviewed() {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(REVIEWED))
                .findFirst();
    }

    /** Whether the instruction may be told as it stands. */
    public boolean isCounting() {
        return reviewed().map(condition -> condition.status().equals("True")).orElse(!spec.requiresReview());
    }

    /** The same with one more observation. */
    public AgentContextLabel with(Condition condition) {
        return new AgentContextLabel(
                metadata,
                spec,
                new Status(
                        status.observedGeneration(),
                        Condition.with(status.conditions(), condition),
                        status.fragmentDigest()));
    }

    @Override
    public AgentContextLabel withMetadata(Metadata next) {
        return new AgentContextLabel(next, spec, status);
    }

    /** The instruction, and where it may be used. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The instruction; a change makes a new generation with a new digest.", required = true)
            String promptFragment,

            @Field(value = "Sources of events that it may be used with.", required = true)
            List<Source> allowedSources,

            @Field("The name for people.") String displayName,

            @Field(value = "The team that answers for it.", ref = "Team")
            String owner,

            @Field(value = "Users who may approve a change of it.", ref = "User")
            List<String> reviewers,

            @Field(value = "Stacks that it may be used with; empty for all.", form = Form.GLOB)
            List<String> allowedStacks,

            @Field(value = "Repositories, as owner/name, that it may be used for; empty for all.", form = Form.GLOB)
            List<String> allowedRepositories,

            @Field(
                    value = "Whether a change counts only once a reviewer, or an administrator, has saved it.",
                    def = "false")
            boolean requiresReview) {

        public Spec {
            allowedSources = List.copyOf(allowedSources);
            reviewers = List.copyOf(reviewers);
            allowedStacks = List.copyOf(allowedStacks);
            allowedRepositories = List.copyOf(allowedRepositories);
        }
    }

    /** What was observed of the label. */
    public record Status(
            @Field("The spec generation that the status speaks of.")
            long observedGeneration,

            @Field("What was observed, one entry a type.") List<Condition> conditions,

            @Field(
                    value = "The digest of the instruction of that generation; empty until observed.",
                    form = Form.DIGEST)
            String fragmentDigest) {

        public Status {
            conditions = List.copyOf(conditions);
        }
    }
}
