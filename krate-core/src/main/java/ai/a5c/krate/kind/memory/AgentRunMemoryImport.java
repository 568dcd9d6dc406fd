package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what a run left behind into records of a memory. */
@KindInfo(
        plural = "agentrunmemoryimports",
        shortNames = "memimport",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "Turns what a run left behind into records of a memory.",
        columns = {"Run=.spec.dispatchRun", "Memory=.spec.memoryRepository", "Phase=.status.phase"},
        wide = {"Tier=.spec.retentionTier", "Update=.status.memoryUpdate", "Reason=.status.terminalReason.code"})
public record AgentRunMemoryImport(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentRunMemoryImport withMetadata(Metadata next) {
        return new AgentRunMemoryImport(next, spec, status);
    }

    /** The same with another status. */
    public AgentRunMemoryImport with(Status next) {
        return new AgentRunMemoryImport(metadata, spec, next);
    }

    /** What is imported; never changes. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(
                    value = "The memory that it goes to.",
                    required = true,
                    ref = "AgentMemoryRepository",
                    indexed = true,
                    immutable = true)
            String memoryRepository,

            @Field(
                    value = "The run that it comes from.",
                    required = true,
                    ref = "AgentDispatchRun",
                    indexed = true,
                    immutable = true)
            String dispatchRun,

            @Field(
                    value = "The attempt that it comes from; empty for the last one.",
                    ref = "AgentDispatchAttempt",
                    immutable = true)
            String attempt,

            @Field(
                    value = "The digest of all that is imported; the same digest is imported once.",
                    required = true,
                    form = Form.DIGEST,
                    indexed = true,
                    immutable = true)
            String sourceDigest,

            @Field(value = "What is imported.", required = true, immutable = true)
            List<ImportSource> sources,

            @Field(value = "How much is kept.", def = "summary-only", immutable = true)
            RetentionTier retentionTier,

            @Field(value = "Who asked for it.", immutable = true)
            String requestedBy) {

        public Spec {
            sources = List.copyOf(sources);
        }
    }

    /** One thing that a run left behind. */
    public record ImportSource(
            @Field(value = "What it is.", required = true) SourceKind kind,

            @Field(value = "Where it stands below the run's root.", form = Form.PATH)
            String path,

            @Field(value = "The digest of its bytes.", form = Form.DIGEST)
            String digest,

            @Field(value = "Its length.", min = 0) long bytes) {}

    /** How far it is. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            Phase phase,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("The records that were made.") List<ImportedRecord> records,
            @Field("How many journal events were kept.") long journalEvents,
            @Field("What was redacted, by category.") Map<String, Integer> redactions,

            @Field("The proposal that brings the records into the memory.")
            String memoryUpdate,

            @Field("When it began.") @Nullable Instant startedAt,
            @Field("When it ended.") @Nullable Instant finishedAt,
            @Field("Why it ended so.") Reason terminalReason,

            @Field(value = "Collected, Redacted, Validated, ApprovalSatisfied.", listKey = "type")
            List<Condition> conditions) {

        public Status {
            records = List.copyOf(records);
            redactions = Map.copyOf(redactions);
            conditions = List.copyOf(conditions);
        }
    }

    /** One record that an import made. */
    public record ImportedRecord(
            @Field("Its id in the graph.") String id,
            @Field("Its kind in the ontology.") String kind,

            @Field(value = "Its file.", form = Form.PATH) String path,

            @Field(value = "The digest of its text.", form = Form.DIGEST)
            String digest) {}

    /** What a run leaves behind. */
    public enum SourceKind {
        MEMORY_FILE,
        SESSION_SUMMARY,
        RUN_METADATA,
        JOURNAL,
        TASK_RESULT,
        ARTIFACT_MANIFEST
    }

    /** How much of a run is kept. */
    public enum RetentionTier {
        SUMMARY_ONLY,
        CURATED_JOURNAL,
        FULL_JOURNAL_REDACTED,
        ARTIFACT_MANIFEST_ONLY,
        ARTIFACT_BYTES_RETAINED
    }

    /** Where an import stands. */
    public enum Phase {
        PENDING,
        COLLECTING,
        REDACTING,
        NORMALIZING,
        VALIDATING,
        AWAITING_REVIEW,
        MERGED,
        REJECTED,
        FAILED
    }
}
