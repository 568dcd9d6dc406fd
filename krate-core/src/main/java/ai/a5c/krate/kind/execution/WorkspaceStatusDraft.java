package ai.a5c.krate.kind.execution;

import ai.a5c.krate.kind.execution.AgentWorkspace.Rebase;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.Status;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.kind.execution.AgentWorkspace.Tenancy;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkTree;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A workspace's status being changed. */
public final class WorkspaceStatusDraft {

    private WorkspacePhase phase;
    private String host;
    private WorkTree tree;
    private boolean pinned;
    private String note;
    private long bytes;
    private @Nullable Instant lastActivityAt;
    private Tenancy tenancy;
    private Task task;
    private String archiveDigest;
    private String baseSha;
    private Rebase rebase;
    private String configurationCommit;
    private Request request;
    private long stateGeneration;

    WorkspaceStatusDraft(Status before) {
        this.phase = before.phase();
        this.host = before.host();
        this.tree = before.tree();
        this.pinned = before.pinned();
        this.note = before.note();
        this.bytes = before.bytes();
        this.lastActivityAt = before.lastActivityAt();
        this.tenancy = before.tenancy();
        this.task = before.task();
        this.archiveDigest = before.archiveDigest();
        this.baseSha = before.baseSha();
        this.rebase = before.rebase();
        this.configurationCommit = before.configurationCommit();
        this.request = before.request();
        this.stateGeneration = before.stateGeneration();
    }

    /** It stands there. */
    public WorkspaceStatusDraft phase(WorkspacePhase next) {
        phase = next;
        return this;
    }

    /** Its state changed. */
    public WorkspaceStatusDraft changed() {
        stateGeneration++;
        return this;
    }

    /** It is on that machine. */
    public WorkspaceStatusDraft host(String next) {
        host = next;
        return this;
    }

    /** Git says that of it, and it has so many bytes. */
    public WorkspaceStatusDraft seen(WorkTree next, long size) {
        tree = next;
        bytes = size;
        return this;
    }

    /** Whether it is kept until somebody unpins it. */
    public WorkspaceStatusDraft pinned(boolean next) {
        pinned = next;
        return this;
    }

    /** What somebody noted about it. */
    public WorkspaceStatusDraft note(String next) {
        note = next;
        return this;
    }

    /** Something was done in it then. */
    public WorkspaceStatusDraft activeAt(Instant when) {
        lastActivityAt = when;
        return this;
    }

    /** Who works in it, and who did last. */
    public WorkspaceStatusDraft tenancy(Tenancy next) {
        tenancy = next;
        return this;
    }

    /** What is being done to it. */
    public WorkspaceStatusDraft task(Task next) {
        task = next;
        return this;
    }

    /** What was in it is there; empty for nowhere. */
    public WorkspaceStatusDraft archive(String digest) {
        archiveDigest = digest;
        return this;
    }

    /** The work in it is based on that commit. */
    public WorkspaceStatusDraft base(String sha) {
        baseSha = sha;
        return this;
    }

    /** The rebase that is under way. */
    public WorkspaceStatusDraft rebase(Rebase next) {
        rebase = next;
        return this;
    }

    /** The files that steer agents are laid into it from that commit; empty for none. */
    public WorkspaceStatusDraft configured(String commit) {
        configurationCommit = commit;
        return this;
    }

    /** The action that a person must approve first. */
    public WorkspaceStatusDraft request(Request next) {
        request = next;
        return this;
    }

    /** The status. */
    public Status build() {
        return new Status(
                phase,
                host,
                tree,
                pinned,
                note,
                bytes,
                lastActivityAt,
                tenancy,
                task,
                archiveDigest,
                baseSha,
                rebase,
                configurationCommit,
                request,
                stateGeneration);
    }
}
