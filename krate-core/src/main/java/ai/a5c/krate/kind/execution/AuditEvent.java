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

/** Something that was decided or done, in its place of the organization's chain; never changes. */
@KindInfo(
        plural = "auditevents",
        shortNames = "audit",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "Something that was decided or done, in its place of the organization's chain; never changes.",
        columns = {
            "Sequence=.spec.sequence",
            "Actor=.spec.actor",
            "Action=.spec.action",
            "Subject=.spec.subject",
            "Time=.spec.time"
        },
        wide = {"Id=.spec.id", "Digest=.spec.digest"})
public record AuditEvent(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AuditEvent withMetadata(Metadata next) {
        return new AuditEvent(next, spec, status);
    }

    /** The same with another status. */
    public AuditEvent with(Status next) {
        return new AuditEvent(metadata, spec, next);
    }

    /** The record. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "Its place in the chain, from 1, without gaps.", required = true, min = 1, immutable = true)
            long sequence,

            @Field(value = "Its id; the same thing is recorded once.", required = true, immutable = true)
            String id,

            @Field(value = "When it was decided or done.", immutable = true) @Nullable Instant time,

            @Field(value = "Who: a user, a rule, a server.", required = true, immutable = true)
            String actor,

            @Field(value = "What, as in run.cancel.", required = true, immutable = true)
            String action,

            @Field(value = "On what, as Kind/namespace/name.", required = true, immutable = true)
            String subject,

            @Field(value = "The details, redacted, as canonical JSON.", immutable = true)
            String details,

            @Field(
                    value = "The digest of the record before; that of the first is all zeros.",
                    required = true,
                    form = Form.DIGEST,
                    immutable = true)
            String previous,

            @Field(
                    value = "The digest of this record in its place, the one before included.",
                    required = true,
                    form = Form.DIGEST,
                    immutable = true)
            String digest) {}

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}
}
