package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;

/** Says that a workspace is about an issue or a pull request. */
@KindInfo(
        plural = "workitemworkspacelinks",
        shortNames = "workspacelink",
        storage = Storage.EXECUTION,
        doc = "Says that a workspace is about an issue or a pull request.",
        columns = {
            "Repository=.spec.workItemRef.repository",
            "Kind=.spec.workItemRef.kind",
            "Number=.spec.workItemRef.number",
            "Workspace=.spec.workspace"
        },
        wide = {"Run=.spec.dispatchRun", "By=.status.linkedBy"})
public record WorkItemWorkspaceLink(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public WorkItemWorkspaceLink withMetadata(Metadata next) {
        return new WorkItemWorkspaceLink(next, spec, status);
    }

    /** The same with another status. */
    public WorkItemWorkspaceLink with(Status next) {
        return new WorkItemWorkspaceLink(metadata, spec, next);
    }

    /** What belongs together. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The issue or pull request.", required = true, immutable = true)
            WorkItemRef workItemRef,

            @Field(value = "The workspace.", required = true, ref = "AgentWorkspace", indexed = true, immutable = true)
            String workspace,

            @Field(
                    value = "The run that both are about; empty for a link made by hand.",
                    indexed = true,
                    immutable = true)
            String dispatchRun,

            @Field("Why they belong together, for people.") String note) {}

    /** Who made the link. */
    public record Status(
            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("Who linked them; empty when Krate did.") String linkedBy) {}
}
