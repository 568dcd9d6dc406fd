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

/** A pull request of the forge as it was last seen, so that runs can stand beside it. */
@KindInfo(
        plural = "pullrequests",
        shortNames = "pr",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "A pull request of the forge as it was last seen, so that runs can stand beside it.",
        columns = {"Repository=.spec.repository", "Number=.spec.number", "State=.status.state", "Title=.spec.title"},
        wide = {
            "Author=.spec.author.login",
            "Head=.spec.head.ref",
            "Base=.spec.base.ref",
            "Commit=.spec.head.sha",
            "Url=.spec.url"
        })
public record PullRequest(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public PullRequest withMetadata(Metadata next) {
        return new PullRequest(next, spec, status);
    }

    /** The same with another status. */
    public PullRequest with(Status next) {
        return new PullRequest(metadata, spec, next);
    }

    /** What the forge says. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "Its number in the repository.", required = true, min = 1, indexed = true, immutable = true)
            long number,

            @Field("Its title, redacted.") String title,
            @Field("Who opened it.") ForgeUser author,

            @Field(value = "Where a person can look.", form = Form.URL)
            String url,

            @Field("The names of its labels.") List<String> labels,

            @Field("The names of whoever it is assigned to.")
            List<String> assignees,

            @Field("The milestone.") String milestone,
            @Field("When it was opened.") @Nullable Instant openedAt,

            @Field("What is to be merged.") Side head,
            @Field("What it is to be merged into.") Side base,
            @Field("Whether the author still works on it.") boolean draft) {

        public Spec {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
        }
    }

    /** One side of a pull request. */
    public record Side(
            @Field(value = "The branch.", indexed = true) String ref,

            @Field(value = "Its head commit.", form = Form.COMMIT, indexed = true)
            String sha,

            @Field("The forge's owner/name of its repository; another one for forks.")
            String repository) {}

    /** Where it stands at the forge. */
    public record Status(
            @Field(value = "Where it stands.", def = "open", indexed = true)
            State state,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field(value = "How many comments it has.", min = 0)
            long comments,

            @Field(value = "Whether it can be merged, as the forge says.", def = "unknown")
            Mergeable mergeable,

            @Field(value = "The commit that merged it.", form = Form.COMMIT)
            String mergeCommit,

            @Field("When it last changed at the forge.") @Nullable Instant updatedAt,

            @Field("When it was closed or merged.") @Nullable Instant closedAt,

            @Field("When it was last read.") @Nullable Instant syncedAt) {}

    /** Where a pull request stands. */
    public enum State {
        OPEN,
        CLOSED,
        MERGED,
        /** The forge no longer has it. */
        DELETED
    }

    /** Whether a pull request can be merged. */
    public enum Mergeable {
        UNKNOWN,
        YES,
        NO
    }
}
