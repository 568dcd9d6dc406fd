package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.util.List;
import java.util.Map;

/** Something an attempt produced; never changes, the bytes are a blob. */
@KindInfo(
        plural = "agentartifacts",
        shortNames = "artifact",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "Something an attempt produced; never changes, the bytes are a blob.",
        columns = {"Run=.spec.dispatchRun", "Kind=.spec.kind", "Bytes=.spec.bytes"},
        wide = {"Attempt=.spec.attempt", "Type=.spec.mediaType", "Digest=.spec.digest"})
public record AgentArtifact(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentArtifact withMetadata(Metadata next) {
        return new AgentArtifact(next, spec, status);
    }

    /** The same with another status. */
    public AgentArtifact with(Status next) {
        return new AgentArtifact(metadata, spec, next);
    }

    /** What it is. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "What kind.", required = true, indexed = true, immutable = true)
            ArtifactKind kind,

            @Field(value = "The digest of its bytes.", required = true, form = Form.DIGEST, immutable = true)
            String digest,

            @Field(value = "The attempt that made it.", ref = "AgentDispatchAttempt", indexed = true, immutable = true)
            String attempt,

            @Field(value = "The media type.", immutable = true)
            String mediaType,

            @Field(value = "Its length.", min = 0, immutable = true)
            long bytes,

            @Field(value = "For people, redacted, bounded.", immutable = true)
            String summary,

            @Field(value = "The commit that a patch applies to.", form = Form.COMMIT, immutable = true)
            String baseSha,

            @Field(value = "The files of a patch.", immutable = true)
            List<FileChange> files,

            @Field(value = "What was redacted, by category.", immutable = true)
            Map<String, Integer> redactions) {

        public Spec {
            files = List.copyOf(files);
            redactions = Map.copyOf(redactions);
        }
    }

    /** One file of a patch. */
    public record FileChange(
            @Field("Its path.") String path,
            @Field("add, modify, delete or rename.") String change,
            @Field(value = "Lines added.", min = 0) int added,
            @Field(value = "Lines deleted.", min = 0) int deleted,
            @Field("What a person should look at.") List<String> warnings) {

        public FileChange {
            warnings = List.copyOf(warnings);
        }
    }

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}

    /** Kinds of artifacts. */
    public enum ArtifactKind {
        DIAGNOSIS,
        PATCH,
        REVIEW,
        TEST_REPORT,
        RELEASE_REPORT,
        SUBAGENT_OUTPUT,
        WORKSPACE_DIFF,
        TRANSCRIPT
    }
}
