package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;

/** What an agent thinks of a change: a verdict with findings at lines; never changes. */
@KindInfo(
        plural = "agentreviewartifacts",
        shortNames = "review",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "What an agent thinks of a change: a verdict with findings at lines; never changes.",
        columns = {"Run=.spec.dispatchRun", "Target=.spec.targetRef.name", "Decision=.spec.decision"},
        wide = {"Kind=.spec.targetRef.kind", "Head=.spec.targetRef.headSha", "Attempt=.spec.attempt"})
public record AgentReviewArtifact(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentReviewArtifact withMetadata(Metadata next) {
        return new AgentReviewArtifact(next, spec, status);
    }

    /** The same with another status. */
    public AgentReviewArtifact with(Status next) {
        return new AgentReviewArtifact(metadata, spec, next);
    }

    /** The verdict. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "What was reviewed.", required = true, immutable = true)
            TargetRef targetRef,

            @Field(value = "The verdict.", required = true, indexed = true, immutable = true)
            Decision decision,

            @Field(value = "The attempt that made it.", ref = "AgentDispatchAttempt", immutable = true)
            String attempt,

            @Field(value = "The artifact that holds the whole text.", ref = "AgentArtifact", immutable = true)
            String artifact,

            @Field(value = "The digest of the whole text.", form = Form.DIGEST, immutable = true)
            String digest,

            @Field(value = "The verdict in words, redacted, bounded.", immutable = true)
            String summary,

            @Field(value = "What was found, most severe first.", immutable = true)
            List<Finding> findings) {

        public Spec {
            findings = List.copyOf(findings);
        }
    }

    /** What was reviewed. */
    public record TargetRef(
            @Field(value = "What kind of thing.", required = true, immutable = true)
            TargetKind kind,

            @Field(
                    value = "Its name, or for a pull request its id, as in pull-request/12.",
                    required = true,
                    indexed = true,
                    immutable = true)
            String name,

            @Field(value = "The repository that it is in.", ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "The commit that was read.", form = Form.COMMIT, immutable = true)
            String headSha) {}

    /** One thing that was found. */
    @Rule(
            check = Check.ASCENDING,
            fields = {"line", "lastLine"})
    public record Finding(
            @Field(value = "How bad it is.", def = "warning")
            Severity severity,

            @Field(value = "The file; empty for the whole.", form = Form.PATH)
            String path,

            @Field(value = "The first line; 0 for the whole file.", min = 0)
            int line,

            @Field(value = "The last line; as the first one when there is one line.", min = 0)
            int lastLine,

            @Field(value = "What is wrong, redacted, bounded.", required = true)
            String message,

            @Field("What could stand there instead, redacted, bounded.")
            String suggestion) {}

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}

    /** What can be reviewed. */
    public enum TargetKind {
        PULL_REQUEST,
        COMMIT,
        ARTIFACT,
        MEMORY_UPDATE
    }

    /** Verdicts. */
    public enum Decision {
        APPROVE,
        REQUEST_CHANGES,
        COMMENT
    }

    /** How bad a finding is. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
