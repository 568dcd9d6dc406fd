package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proposed change of a memory: a branch with a diff, checked, merged only after approval. */
@KindInfo(
        plural = "agentmemoryupdates",
        shortNames = "memupdate",
        storage = Storage.EXECUTION,
        doc = "A proposed change of a memory: a branch with a diff, checked, merged only after approval.",
        columns = {"Memory=.spec.memoryRepository", "Title=.spec.title", "Phase=.status.phase"},
        wide = {"Run=.spec.dispatchRun", "Branch=.status.branch", "Merged=.status.mergeCommit"})
public record AgentMemoryUpdate(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMemoryUpdate withMetadata(Metadata next) {
        return new AgentMemoryUpdate(next, spec, status);
    }

    /** The same with another status. */
    public AgentMemoryUpdate with(Status next) {
        return new AgentMemoryUpdate(metadata, spec, next);
    }

    /** The proposal; what it changes never does. */
    @Rule(
            check = Rule.Check.EXACTLY_ONE,
            fields = {"patch", "patchDigest"})
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

            @Field(value = "What it is about, in one line.", required = true)
            String title,

            @Field("Why, for whoever approves.") String summary,

            @Field(
                    value = "The commit that the change was made against.",
                    required = true,
                    form = Form.COMMIT,
                    immutable = true)
            String baseCommit,

            @Field(value = "The change as a unified diff.", immutable = true)
            String patch,

            @Field(value = "The change as a blob that holds a unified diff.", form = Form.DIGEST, immutable = true)
            String patchDigest,

            @Field(value = "The run that proposes it; empty when a person does.", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "The import that proposes it; empty for none.", immutable = true)
            String memoryImport) {}

    /** What became of it. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            Phase phase,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("Who proposed it.") String proposedBy,
            @Field("The branch that holds it.") String branch,

            @Field(value = "The head of that branch.", form = Form.COMMIT)
            String headCommit,

            @Field(value = "The commit that it sits on now, after a rebase.", form = Form.COMMIT)
            String rebasedOn,

            @Field(value = "The commit that brought it into the memory.", form = Form.COMMIT)
            String mergeCommit,

            @Field(value = "What was checked.", listKey = "name")
            List<Check> checks,

            @Field("The files it changes.") List<FileChange> files,
            @Field("The approval that covers it.") String approval,

            @Field("When it was merged, rejected or given up.") @Nullable Instant finishedAt,

            @Field("Why it ended so.") Reason terminalReason,

            @Field(value = "Validated, ApprovalSatisfied, Merged.", listKey = "type")
            List<Condition> conditions) {

        public Status {
            checks = List.copyOf(checks);
            files = List.copyOf(files);
            conditions = List.copyOf(conditions);
        }
    }

    /** One check of a proposal. */
    public record Check(
            @Field(
                    value = "Which: parse, ids, edges, owners, status-transitions, path-policy, secrets, injection.",
                    required = true)
            String name,

            @Field("Whether it passed.") boolean passed,
            @Field("What was found, bounded.") List<String> faults) {

        public Check {
            faults = List.copyOf(faults);
        }
    }

    /** One file that a proposal changes. */
    public record FileChange(
            @Field(value = "Its path.", form = Form.PATH) String path,
            @Field("add, modify, delete or rename.") String change,

            @Field(value = "Lines added.", min = 0) int added,

            @Field(value = "Lines deleted.", min = 0) int deleted) {}

    /** Where a proposal stands. */
    public enum Phase {
        PENDING,
        VALIDATING,
        AWAITING_REVIEW,
        /** It must be rebased; nothing is overwritten. */
        CONFLICTED,
        MERGED,
        REJECTED,
        FAILED
    }
}
