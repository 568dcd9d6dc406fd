package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build of a commit as continuous integration last told, so that runs can stand beside it. */
@KindInfo(
        plural = "pipelines",
        shortNames = "ci",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "A build of a commit as continuous integration last told, so that runs can stand beside it.",
        columns = {
            "Repository=.spec.repository",
            "Name=.spec.title",
            "State=.status.state",
            "Conclusion=.status.conclusion"
        },
        wide = {"Number=.spec.number", "Ref=.spec.ref", "Commit=.spec.sha", "Url=.spec.url"})
public record Pipeline(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public Pipeline withMetadata(Metadata next) {
        return new Pipeline(next, spec, status);
    }

    /** The same with another status. */
    public Pipeline with(Status next) {
        return new Pipeline(metadata, spec, next);
    }

    /** Which build. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(
                    value = "Which system builds, such as gitea or jenkins.",
                    required = true,
                    indexed = true,
                    immutable = true)
            String provider,

            @Field(value = "That system's id for it.", required = true, indexed = true, immutable = true)
            String externalId,

            @Field("The name of the workflow or job, as people know it.")
            String title,

            @Field(value = "Its number there; 0 where there is none.", min = 0)
            long number,

            @Field(value = "Which try of the same build, from 1.", def = "1", min = 1)
            int tries,

            @Field("What started it, in that system's word.")
            String cause,

            @Field("Who started it.") ForgeUser author,

            @Field(value = "The branch or tag.", indexed = true)
            String ref,

            @Field(value = "The commit that is built.", form = Form.COMMIT, indexed = true)
            String sha,

            @Field(value = "The pull request that it is for, as in pull-request/12; empty for none.", indexed = true)
            String workItem,

            @Field(value = "Where a person can look.", form = Form.URL)
            String url) {}

    /** How far it is. */
    public record Status(
            @Field(value = "How far it is.", def = "queued", indexed = true)
            State state,

            @Field(value = "How it ended; none before.", def = "none", indexed = true)
            Conclusion conclusion,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("The jobs that failed, by name.") List<String> failedJobs,
            @Field("When it began.") @Nullable Instant startedAt,
            @Field("When it ended.") @Nullable Instant finishedAt,

            @Field("When it last changed, by the building system's clock.") @Nullable Instant updatedAt,

            @Field("When it was last heard of.") @Nullable Instant syncedAt) {

        public Status {
            failedJobs = List.copyOf(failedJobs);
        }
    }

    /** How far a build is. */
    public enum State {
        QUEUED,
        WAITING,
        RUNNING,
        COMPLETED
    }

    /** How a build ended. */
    public enum Conclusion {
        NONE,
        SUCCESS,
        UNSTABLE,
        FAILURE,
        CANCELLED,
        TIMED_OUT,
        SKIPPED,
        NEUTRAL,
        UNKNOWN
    }
}
