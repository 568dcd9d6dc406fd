package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;

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

            @Field(value = "Who it belongs to: run or attempt.", required = true, immutable = true)
            String ownership,

            @Field(value = "The run.", ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "The commit that it began at.", immutable = true)
            String sha) {}

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "provisioned", indexed = true)
            WorkspacePhase phase,

            @Field("The machine that it is on.") String host) {}

    /** Where a workspace stands. */
    public enum WorkspacePhase {
        PROVISIONED,
        RELEASED
    }
}
