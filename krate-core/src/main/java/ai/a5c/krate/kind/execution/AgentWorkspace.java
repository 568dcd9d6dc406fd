package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Git worktree that an attempt works in. */
@KindInfo(
        plural = "agentworkspaces",
        shortNames = "workspace",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "A Git worktree that an attempt works in.",
        columns = {"Repository=.spec.repository", "Phase=.status.phase"},
        wide = {"Run=.spec.dispatchRun", "Commit=.spec.sha", "Host=.status.host"})
public record AgentWorkspace(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentWorkspace withMetadata(Metadata next) {
        return new AgentWorkspace(next, spec, status);
    }

    /** The same with another status. */
    public AgentWorkspace with(Status next) {
        return new AgentWorkspace(metadata, spec, next);
    }

    /** Which worktree. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "Its name below the root.", required = true, immutable = true)
            String workspacePath,

            @Field(value = "Who it belongs to.", required = true, immutable = true)
            Ownership ownership,

            @Field(value = "The run.", ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "The commit that it began at.", form = Form.COMMIT, immutable = true)
            String sha,

            @Field(value = "The ref that it began at; it is used again only for the same one.", immutable = true)
            String ref,

            @Field(
                    value = "How far its work is trusted; it is used again only for the same trust.",
                    def = "untrusted",
                    immutable = true)
            Trust trust) {}

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "provisioned", indexed = true)
            WorkspacePhase phase,

            @Field("The machine that it is on.") String host,
            @Field("What Git says of it.") WorkTree tree,

            @Field("Whether it is kept until somebody unpins it.")
            boolean pinned,

            @Field("What somebody noted about it.") String note,

            @Field(value = "Its size on disk.", min = 0) long bytes,

            @Field("When something was last done in it.") @Nullable Instant lastActivityAt) {

        /** A new one on {@code host}. */
        public static Status provisioned(String host) {
            return new Status(WorkspacePhase.PROVISIONED, host, WorkTree.UNKNOWN, false, "", 0, null);
        }

        /** The same after its directory was given back. */
        public Status released() {
            return new Status(WorkspacePhase.RELEASED, host, tree, pinned, note, bytes, lastActivityAt);
        }
    }

    /** What Git says of a workspace. */
    public record WorkTree(
            @Field("The branch that is checked out; empty for none.")
            String branch,

            @Field(value = "The commit that is checked out.", form = Form.COMMIT)
            String headSha,

            @Field("The branch that it follows.") String tracking,

            @Field(value = "Commits that the followed branch lacks.", min = 0)
            int ahead,

            @Field(value = "Commits that only the followed branch has.", min = 0)
            int behind,

            @Field("Whether there is something that is not committed.")
            boolean dirty,

            @Field("Files in conflict.") List<String> conflicts,

            @Field("Whether its directory is not where it should be.")
            boolean missing) {

        /** Git was not asked yet. */
        public static final WorkTree UNKNOWN = new WorkTree("", "", "", 0, 0, false, List.of(), false);

        public WorkTree {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Who a workspace belongs to. */
    public enum Ownership {
        RUN,
        ATTEMPT
    }

    /** Where a workspace stands. */
    public enum WorkspacePhase {
        PROVISIONED,
        RELEASED
    }
}
