package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One job of a pipeline as continuous integration last told, with its log. */
@KindInfo(
        plural = "jobs",
        shortNames = "cijob",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "One job of a pipeline as continuous integration last told, with its log.",
        columns = {"Pipeline=.spec.pipeline", "Name=.spec.title", "State=.status.state", "Conclusion=.status.conclusion"
        },
        wide = {"Step=.status.failedStep", "Runner=.status.runner", "Url=.spec.url"})
public record Job(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public Job withMetadata(Metadata next) {
        return new Job(next, spec, status);
    }

    /** The same with another status. */
    public Job with(Status next) {
        return new Job(metadata, spec, next);
    }

    /** Which job. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(
                    value = "The pipeline that it is part of.",
                    required = true,
                    ref = "Pipeline",
                    indexed = true,
                    immutable = true)
            String pipeline,

            @Field(value = "The building system's id for it.", required = true, indexed = true, immutable = true)
            String externalId,

            @Field("Its name, as people know it.") String title,

            @Field(value = "The commit that is built.", form = Form.COMMIT, indexed = true)
            String sha,

            @Field(value = "Where a person can look.", form = Form.URL)
            String url) {}

    /** How far it is. */
    public record Status(
            @Field(value = "How far it is.", def = "queued", indexed = true)
            Pipeline.State state,

            @Field(value = "How it ended; none before.", def = "none", indexed = true)
            Pipeline.Conclusion conclusion,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("The step that failed first.") String failedStep,
            @Field("The machine that it ran on.") String runner,

            @Field(value = "Its log, redacted, as a blob.", form = Form.DIGEST)
            String logDigest,

            @Field(value = "The log's length.", min = 0) long logBytes,
            @Field("When it began.") @Nullable Instant startedAt,
            @Field("When it ended.") @Nullable Instant finishedAt,

            @Field("When it last changed, by the building system's clock.") @Nullable Instant updatedAt,

            @Field("When it was last heard of.") @Nullable Instant syncedAt) {}
}
