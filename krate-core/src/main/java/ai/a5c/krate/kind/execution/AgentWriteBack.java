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

/** One effect outside of Krate: its intent, its approval and what it left on the remote side. */
@KindInfo(
        plural = "agentwritebacks",
        shortNames = "writeback",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "One effect outside of Krate: its intent, its approval and what it left on the remote side.",
        columns = {"Run=.spec.dispatchRun", "Action=.spec.action", "Target=.spec.target", "Phase=.status.phase"},
        wide = {"Ordinal=.spec.ordinal", "Approval=.status.approval", "Url=.status.url"})
public record AgentWriteBack(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentWriteBack withMetadata(Metadata next) {
        return new AgentWriteBack(next, spec, status);
    }

    /** The same with another status. */
    public AgentWriteBack with(Status next) {
        return new AgentWriteBack(metadata, spec, next);
    }

    /** The intent; never changes. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "Its place in the run, from 1.", required = true, min = 1, immutable = true)
            int ordinal,

            @Field(
                    value =
                            "What: branch-push, open-pr, issue-comment, pr-comment, pr-review, label, commit-status, check-rerun, workflow-rerun.",
                    required = true,
                    immutable = true)
            String action,

            @Field(value = "On what: a branch, a number.", required = true, immutable = true)
            String target,

            @Field(value = "The repository.", ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "The artifact that is written.", ref = "AgentArtifact", immutable = true)
            String artifact,

            @Field(
                    value =
                            "The content, a blob; of what takes parameters that people should see, both in one JSON object.",
                    form = Form.DIGEST,
                    immutable = true)
            String contentDigest,

            @Field(value = "What a person reads of the content, bounded.", immutable = true)
            String preview,

            @Field(value = "By action.", immutable = true) Map<String, String> parameters,

            @Field(value = "Run, ordinal, target and content in one.", immutable = true, indexed = true)
            String idempotencyKey,

            @Field(value = "Carried to the remote side, signed.", immutable = true)
            String marker) {

        public Spec {
            parameters = Map.copyOf(parameters);
        }
    }

    /** The journal. */
    public record Status(
            @Field(value = "Where it stands.", def = "requested", indexed = true)
            WriteBackPhase phase,

            @Field("The approval that covers it.") String approval,

            @Field(value = "How often it was tried.", min = 0)
            int tries,

            @Field(value = "Comment or commit id.", indexed = true)
            String remoteId,

            @Field(value = "Where a person can look.", form = Form.URL)
            String url,

            @Field("When it was settled.") @Nullable Instant settledAt,

            @Field(value = "The head commit that the decision speaks of.", form = Form.COMMIT)
            String headSha,

            @Field("Why it ended so, or what the last try met.")
            Reason reason) {

        /** The same in another phase. */
        public Status in(WriteBackPhase next) {
            return new Status(next, approval, tries, remoteId, url, settledAt, headSha, reason);
        }

        /** The same under an approval, or under none. */
        public Status under(String name) {
            return new Status(phase, name, tries, remoteId, url, settledAt, headSha, reason);
        }

        /** The same while one more try is made. */
        public Status trying() {
            return new Status(WriteBackPhase.WRITING, approval, tries + 1, remoteId, url, settledAt, headSha, reason);
        }

        /** The same once it is over. */
        public Status ended(WriteBackPhase end, Reason why, Instant when) {
            return new Status(end, approval, tries, remoteId, url, when, headSha, why);
        }

        /** The same with what it left on the remote side. */
        public Status written(String id, String address) {
            return new Status(phase, approval, tries, id, address, settledAt, headSha, reason);
        }

        /** The same with another head, or what a try met. */
        public Status seen(String head, Reason why) {
            return new Status(phase, approval, tries, remoteId, url, settledAt, head, why);
        }
    }

    /** Where a write-back stands. */
    public enum WriteBackPhase {
        REQUESTED,
        APPROVED,
        WRITING,
        SETTLED,
        DENIED,
        FAILED,
        SUPERSEDED
    }
}
