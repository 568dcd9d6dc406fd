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
        columns = {
            "Repository=.spec.repository",
            "Phase=.status.phase",
            "Dirty=.status.tree.dirty",
            "Pinned=.status.pinned"
        },
        wide = {"Run=.status.tenancy.lastRun", "Commit=.spec.sha", "Bytes=.status.bytes", "Host=.status.host"})
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
            Trust trust,

            @Field(
                    value = "What says how long it is kept; without one it goes with the last attempt.",
                    ref = "AgentWorkspacePolicy",
                    immutable = true)
            String workspacePolicyRef,

            @Field(value = "The issue or pull request, as in pull-request/7.", indexed = true, immutable = true)
            String workItem) {}

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "provisioning", indexed = true)
            WorkspacePhase phase,

            @Field(value = "The machine that it is on; only a server there can do anything in it.", indexed = true)
            String host,

            @Field("What Git says of it.") WorkTree tree,

            @Field("Whether it is kept until somebody unpins it.")
            boolean pinned,

            @Field("What somebody noted about it.") String note,

            @Field(value = "Its size on disk.", min = 0) long bytes,

            @Field("When something was last done in it.") @Nullable Instant lastActivityAt,

            @Field("Who works in it, and who did last.") Tenancy tenancy,

            @Field("What is being done to it, and what became of the last try.")
            Task task,

            @Field("What was in it, once it is archived; a digest that leads to a Git bundle.")
            String archiveDigest,

            @Field(value = "The commit that the work in it is based on.", form = Form.COMMIT)
            String baseSha,

            @Field("The rebase that is under way.") Rebase rebase,

            @Field(
                    value =
                            "The commit that the files which steer agents were laid into it from; what was left alone of"
                                    + " them is no change.",
                    form = Form.COMMIT)
            String configurationCommit,

            @Field("The action that a person must approve first, and was asked.")
            Request request,

            @Field(value = "Grows each time its state changes. Actions compare expectedGeneration with it.", min = 0)
            long stateGeneration) {

        /** A new one on {@code host}, whose directory is to be made at {@code sha}. */
        public static Status asked(String host, String sha) {
            return new Status(
                    WorkspacePhase.PROVISIONING,
                    host,
                    WorkTree.UNKNOWN,
                    false,
                    "",
                    0,
                    null,
                    Tenancy.NONE,
                    Task.NONE,
                    "",
                    sha,
                    Rebase.NONE,
                    "",
                    Request.NONE,
                    0);
        }

        /** This status, to be changed. */
        public WorkspaceStatusDraft draft() {
            return new WorkspaceStatusDraft(this);
        }
    }

    /** Who works in a workspace. */
    public record Tenancy(
            @Field(
                    value = "The attempt that works in it; empty for nobody.",
                    ref = "AgentDispatchAttempt",
                    indexed = true)
            String attempt,

            @Field(value = "The run that works in it, or did last.", ref = "AgentDispatchRun", indexed = true)
            String lastRun,

            @Field("How the last attempt in it ended: success, failure or cancellation; empty for none.")
            String lastOutcome) {

        /** Nobody ever worked in it. */
        public static final Tenancy NONE = new Tenancy("", "", "");
    }

    /** What is being done to a workspace. */
    public record Task(
            @Field("The action that was asked for and is not done yet; empty for none.")
            String pending,

            @Field("Who asked for it.") String actor,

            @Field("What the action was given, such as which side an automatic resolution keeps.")
            String argument,

            @Field("Why the last action could not be done; empty if it was.")
            String trouble) {

        /** Nothing is being done. */
        public static final Task NONE = new Task("", "", "", "");
    }

    /** An action that waits for a person's approval; exactly this is done, or nothing. */
    public record Request(
            @Field("The action; empty for none.") String action,
            @Field("What the action was given.") String argument,

            @Field("Whether work that is nowhere else may go with it.")
            boolean discard,

            @Field("Who asked for it.") String actor,

            @Field(value = "The question to people.", ref = "AgentApproval")
            String approval,

            @Field(value = "All of the work as it was then, as a commit.", form = Form.COMMIT)
            String head,

            @Field(value = "The commit that the work is to be based on.", form = Form.COMMIT)
            String onto) {

        /** Nothing waits. */
        public static final Request NONE = new Request("", "", false, "", "", "", "");
    }

    /** A rebase of a workspace. */
    public record Rebase(
            @Field(value = "The commit that the work was based on before.", form = Form.COMMIT)
            String from,

            @Field(value = "The commit that it is based on after.", form = Form.COMMIT)
            String onto,

            @Field(value = "All of the work before, as a commit; an abort brings it back.", form = Form.COMMIT)
            String before) {

        /** There was none. */
        public static final Rebase NONE = new Rebase("", "", "");
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
        ATTEMPT,
        /** Whoever works on the same ref with the same trust. */
        REF
    }

    /** Where a workspace stands. */
    public enum WorkspacePhase {
        PROVISIONING,
        PROVISIONED,
        IN_USE,
        RELEASED,
        REBASING,
        ARCHIVED,
        LOST,
        REMOVED
    }
}
