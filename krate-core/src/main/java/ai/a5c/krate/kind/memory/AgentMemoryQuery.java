package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to a memory at one commit, and its answer. */
@KindInfo(
        plural = "agentmemoryqueries",
        shortNames = "memquery",
        storage = Storage.EXECUTION,
        doc = "A question to a memory at one commit, and its answer.",
        columns = {"Memory=.spec.memoryRepository", "Mode=.spec.mode", "Phase=.status.phase"},
        wide = {"Text=.spec.text", "Commit=.status.commit", "Run=.spec.dispatchRun"})
public record AgentMemoryQuery(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMemoryQuery withMetadata(Metadata next) {
        return new AgentMemoryQuery(next, spec, status);
    }

    /** The same with another status. */
    public AgentMemoryQuery with(Status next) {
        return new AgentMemoryQuery(metadata, spec, next);
    }

    /** The question; never changes. */
    @Rule(
            check = Check.REQUIRED_WHEN,
            fields = "text",
            when = "mode",
            is = {"grep-only", "graph-and-grep"})
    @Rule(check = Check.REQUIRED_WHEN, fields = "document", when = "mode", is = "document-read")
    @Rule(check = Check.REQUIRED_WHEN, fields = "compareWith", when = "mode", is = "diff-ref")
    @Rule(
            check = Check.AT_MOST_ONE,
            fields = {"snapshot", "version"})
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

            @Field(value = "How it is asked.", required = true, immutable = true)
            Mode mode,

            @Field(value = "Which commit is asked.", immutable = true)
            MemoryVersion version,

            @Field(value = "The snapshot whose commit is asked, instead of a version.", immutable = true)
            String snapshot,

            @Field(value = "For diff-ref: the branch, tag or commit that is compared with.", immutable = true)
            String compareWith,

            @Field(value = "What is looked for.", immutable = true)
            String text,

            @Field(value = "For document-read: the file.", form = Form.PATH, immutable = true)
            String document,

            @Field(value = "What an answer must fulfil.", immutable = true)
            Filters filters,

            @Field(value = "The most results.", def = "20", min = 1, max = 200, immutable = true)
            int maxResults,

            @Field(
                    value = "The most text in all results, in bytes.",
                    def = "32768",
                    min = 1,
                    max = 262_144,
                    immutable = true)
            long maxBytes,

            @Field(
                    value = "The stack under whose grants it is asked; empty for those of the person.",
                    ref = "AgentStack",
                    immutable = true)
            String agentStack,

            @Field(value = "The run that asks; empty when a person does.", indexed = true, immutable = true)
            String dispatchRun) {}

    /** What an answer must fulfil; empty lists ask for nothing. */
    public record Filters(
            @Field(value = "One of these kinds of records.", immutable = true)
            List<String> kinds,

            @Field(value = "How many edges away from a match.", def = "1", min = 0, max = 5, immutable = true)
            int edgeDepth,

            @Field(value = "One of these owners.", immutable = true)
            List<String> owners,

            @Field(value = "All of these tags.", immutable = true)
            List<String> tags,

            @Field(value = "One of these paths.", form = Form.GLOB, immutable = true)
            List<String> paths,

            @Field(value = "Associated with one of these names in Krate.", immutable = true)
            List<String> associations) {

        public Filters {
            kinds = List.copyOf(kinds);
            owners = List.copyOf(owners);
            tags = List.copyOf(tags);
            paths = List.copyOf(paths);
            associations = List.copyOf(associations);
        }
    }

    /** The answer. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            Phase phase,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field(value = "The commit that was read.", form = Form.COMMIT)
            String commit,

            @Field("The results, best first.") List<Result> results,
            @Field("Whether there was more than fits.") boolean truncated,

            @Field(value = "The whole answer, a blob of canonical JSON.", form = Form.DIGEST)
            String answerDigest,

            @Field("When reading began.") @Nullable Instant startedAt,

            @Field("When the answer was complete.") @Nullable Instant finishedAt,

            @Field("Why it failed.") Reason terminalReason) {

        public Status {
            results = List.copyOf(results);
        }
    }

    /** One result. */
    public record Result(
            @Field(value = "The file.", form = Form.PATH) String path,

            @Field("The record's id in the graph, if it is one.")
            String record,

            @Field("The record's kind.") String kind,
            @Field("The title.") String title,

            @Field("The first line of the excerpt; 0 without one.")
            int line,

            @Field("What was found there, redacted, bounded.")
            String excerpt,

            @Field(value = "The digest of the file's text.", form = Form.DIGEST)
            String digest,

            @Field("How well it fits; larger is better.") double score,
            @Field("Why it is there.") List<String> reasons) {

        public Result {
            reasons = List.copyOf(reasons);
        }
    }

    /** How a memory is asked. */
    public enum Mode {
        /** Records and their edges. */
        GRAPH_ONLY,
        /** Text of files. */
        GREP_ONLY,
        /** The graph narrows the paths whose text is searched. */
        GRAPH_AND_GREP,
        /** One file. */
        DOCUMENT_READ,
        /** What the ontology finds wrong. */
        ONTOLOGY_VALIDATION,
        /** What changed since another commit. */
        DIFF_REF
    }

    /** Where a query stands. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
