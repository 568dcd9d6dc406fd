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

/** An issue of the forge as it was last seen, so that runs can stand beside it. */
@KindInfo(
        plural = "issues",
        shortNames = "iss",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "An issue of the forge as it was last seen, so that runs can stand beside it.",
        columns = {"Repository=.spec.repository", "Number=.spec.number", "State=.status.state", "Title=.spec.title"},
        wide = {"Author=.spec.author.login", "Updated=.status.updatedAt", "Url=.spec.url"})
public record Issue(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public Issue withMetadata(Metadata next) {
        return new Issue(next, spec, status);
    }

    /** The same with another status. */
    public Issue with(Status next) {
        return new Issue(metadata, spec, next);
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
            @Field("When it was opened.") @Nullable Instant openedAt) {

        public Spec {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
        }
    }

    /** Where it stands at the forge. */
    public record Status(
            @Field(value = "Where it stands.", def = "open", indexed = true)
            State state,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field(value = "How many comments it has.", min = 0)
            long comments,

            @Field("When it last changed at the forge.") @Nullable Instant updatedAt,

            @Field("When it was closed.") @Nullable Instant closedAt,
            @Field("When it was last read.") @Nullable Instant syncedAt) {}

    /** Where an issue stands. */
    public enum State {
        OPEN,
        CLOSED,
        /** The forge no longer has it. */
        DELETED
    }
}
