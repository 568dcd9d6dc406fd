package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of a run's journal as an import kept it, redacted; never changes. */
@KindInfo(
        plural = "agentrunjournalevents",
        shortNames = "journal",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "One entry of a run's journal as an import kept it, redacted; never changes.",
        columns = {"Run=.spec.dispatchRun", "Sequence=.spec.sequence", "Type=.spec.type"},
        wide = {"Import=.spec.memoryImport", "Recorded=.spec.recordedAt", "Summary=.spec.summary"})
public record AgentRunJournalEvent(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentRunJournalEvent withMetadata(Metadata next) {
        return new AgentRunJournalEvent(next, spec, status);
    }

    /** The same with another status. */
    public AgentRunJournalEvent with(Status next) {
        return new AgentRunJournalEvent(metadata, spec, next);
    }

    /** The entry. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(
                    value = "The import that kept it.",
                    required = true,
                    ref = "AgentRunMemoryImport",
                    indexed = true,
                    immutable = true)
            String memoryImport,

            @Field(value = "Its place in the journal, from 1.", required = true, min = 1, immutable = true)
            long sequence,

            @Field(value = "What happened, in the journal's word.", required = true, indexed = true, immutable = true)
            String type,

            @Field(value = "When it happened.", immutable = true) @Nullable Instant recordedAt,

            @Field(value = "What happened, for people, redacted, bounded.", immutable = true)
            String summary,

            @Field(
                    value = "The redacted entry as a blob; empty where the tier keeps none.",
                    form = Form.DIGEST,
                    immutable = true)
            String contentDigest,

            @Field(value = "The digest of the entry before redaction.", form = Form.DIGEST, immutable = true)
            String sourceDigest,

            @Field(value = "What was redacted, by category.", immutable = true)
            Map<String, Integer> redactions) {

        public Spec {
            redactions = Map.copyOf(redactions);
        }
    }

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}
}
