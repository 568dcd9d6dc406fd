package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that Krate itself says at a forge: what is to stand there, and what stands there. */
@KindInfo(
        plural = "agentnotices",
        shortNames = "notice",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "Something that Krate itself says at a forge: what is to stand there, and what stands there.",
        columns = {"Repository=.spec.repository", "Form=.spec.form", "Target=.spec.target", "Phase=.status.phase"},
        wide = {"Run=.spec.dispatchRun", "Url=.status.url", "Reason=.status.reason.code"})
public record AgentNotice(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentNotice withMetadata(Metadata next) {
        return new AgentNotice(next, spec, status);
    }

    /** The same with another status. */
    public AgentNotice with(Status next) {
        return new AgentNotice(metadata, spec, next);
    }

    /** The same, which is to say something else from now on. */
    public AgentNotice saying(String run, String text, Map<String, String> parameters) {
        Spec next = new Spec(
                spec.organizationRef,
                spec.repository,
                spec.form,
                spec.target,
                run,
                spec.actor,
                text,
                parameters,
                spec.marker);
        return new AgentNotice(metadata, next, status.in(NoticePhase.PENDING, Reason.NONE));
    }

    /** What is to stand there; text and parameters change as the run goes on. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "What it is.", required = true, indexed = true, immutable = true)
            NoticeForm form,

            @Field(value = "Where: issue/12, pull-request/3, or a commit.", required = true, immutable = true)
            String target,

            @Field(value = "The run that it speaks of; empty for none.", indexed = true)
            String dispatchRun,

            @Field(value = "The forge's id of whom it answers; empty for nobody.", immutable = true)
            String actor,

            @Field("What it says, bounded.") String text,

            @Field("By form: comment, context, state, targetUrl.")
            Map<String, String> parameters,

            @Field(value = "Carried to the forge, signed.", immutable = true)
            String marker) {

        public Spec {
            parameters = Map.copyOf(parameters);
        }
    }

    /** What stands there. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            NoticePhase phase,

            @Field(value = "How often this was tried in a row.", min = 0)
            int tries,

            @Field("The forge's id of it.") String remoteId,

            @Field(value = "Where a person can look.", form = Form.URL)
            String url,

            @Field(value = "The digest of what was written last.", form = Form.DIGEST)
            String writtenDigest,

            @Field("When that was.") @Nullable Instant writtenAt,
            @Field("Why it does not stand there.") Reason reason) {

        /** Nothing was written yet. */
        public static final Status NEW = new Status(NoticePhase.PENDING, 0, "", "", "", null, Reason.NONE);

        /** The same in another phase, tried anew. */
        public Status in(NoticePhase next, Reason why) {
            return new Status(next, 0, remoteId, url, writtenDigest, writtenAt, why);
        }

        /** The same while one more try is made. */
        public Status trying() {
            return new Status(NoticePhase.WRITING, tries + 1, remoteId, url, writtenDigest, writtenAt, reason);
        }

        /** The same after a try that may go better later. */
        public Status failedOnce(Reason why) {
            return new Status(NoticePhase.PENDING, tries, remoteId, url, writtenDigest, writtenAt, why);
        }

        /** The same with what stands there now; it is settled if that is what was wanted. */
        public Status written(NoticePhase next, String id, String address, String digest, Instant when) {
            return new Status(next, 0, id, address, digest, when, Reason.NONE);
        }
    }

    /** What a notice is. */
    public enum NoticeForm {
        REPLY,
        REACTION,
        STATUS_COMMENT,
        COMMIT_STATUS
    }

    /** Where a notice stands. */
    public enum NoticePhase {
        PENDING,
        WRITING,
        SETTLED,
        FAILED,
        MUTED
    }
}
