package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run was given of a memory, at one commit; never changes, retries use it again. */
@KindInfo(
        plural = "agentmemorysnapshots",
        shortNames = "memsnap",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "What a run was given of a memory, at one commit; never changes, retries use it again.",
        columns = {"Memory=.spec.memoryRepository", "Run=.spec.dispatchRun", "Commit=.spec.commit"},
        wide = {"Ref=.spec.requested.ref", "Committed=.spec.committedAt", "Bytes=.spec.bytes"})
public record AgentMemorySnapshot(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMemorySnapshot withMetadata(Metadata next) {
        return new AgentMemorySnapshot(next, spec, status);
    }

    /** The same with another status. */
    public AgentMemorySnapshot with(Status next) {
        return new AgentMemorySnapshot(metadata, spec, next);
    }

    /** What was read. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(
                    value = "The memory.",
                    required = true,
                    ref = "AgentMemoryRepository",
                    indexed = true,
                    immutable = true)
            String memoryRepository,

            @Field(
                    value = "The run that was given it; empty for one made by hand.",
                    ref = "AgentDispatchRun",
                    indexed = true,
                    immutable = true)
            String dispatchRun,

            @Field(value = "The version that was asked for.", immutable = true)
            MemoryVersion requested,

            @Field(
                    value = "The commit that it resolved to.",
                    required = true,
                    form = Form.COMMIT,
                    indexed = true,
                    immutable = true)
            String commit,

            @Field(value = "When that commit was made.", immutable = true) @Nullable Instant committedAt,

            @Field(value = "The grants that were read under.", ref = "AgentMemorySource", immutable = true)
            List<String> sources,

            @Field(value = "The digest of the ontology at the commit.", form = Form.DIGEST, immutable = true)
            String ontologyDigest,

            @Field(value = "The digest of the index at the commit.", form = Form.DIGEST, immutable = true)
            String indexDigest,

            @Field(value = "What was asked, a blob of canonical JSON.", form = Form.DIGEST, immutable = true)
            String queryManifestDigest,

            @Field(value = "The records that were chosen, best first.", immutable = true)
            List<SelectedRecord> records,

            @Field(value = "The passages that were chosen, best first.", immutable = true)
            List<Excerpt> excerpts,

            @Field(value = "The length of all that was chosen.", immutable = true, min = 0)
            long bytes) {

        public Spec {
            sources = List.copyOf(sources);
            records = List.copyOf(records);
            excerpts = List.copyOf(excerpts);
        }
    }

    /** One record that was chosen. */
    public record SelectedRecord(
            @Field("Its id in the graph.") String id,
            @Field("Its kind in the ontology.") String kind,

            @Field(value = "Its file.", form = Form.PATH) String path,

            @Field(value = "The digest of its text.", form = Form.DIGEST)
            String digest,

            @Field("Why it was chosen.") List<String> reasons) {

        public SelectedRecord {
            reasons = List.copyOf(reasons);
        }
    }

    /** One passage that was chosen. */
    @Rule(
            check = Check.ASCENDING,
            fields = {"firstLine", "lastLine"})
    public record Excerpt(
            @Field(value = "Its file.", form = Form.PATH) String path,

            @Field(value = "Its first line, from 1.", min = 1)
            int firstLine,

            @Field(value = "Its last line.", min = 1) int lastLine,

            @Field(value = "The digest of its text.", form = Form.DIGEST)
            String digest,

            @Field("Why it was chosen.") List<String> reasons) {

        public Excerpt {
            reasons = List.copyOf(reasons);
        }
    }

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}
}
