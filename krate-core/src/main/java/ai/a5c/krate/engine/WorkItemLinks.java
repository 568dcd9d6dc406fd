package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.WorkItemRef;
import ai.a5c.krate.kind.execution.WorkItemRef.WorkItemKind;
import ai.a5c.krate.kind.execution.WorkItemSessionLink;
import ai.a5c.krate.kind.execution.WorkItemWorkspaceLink;
import ai.a5c.krate.resource.Metadata;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links sessions and workspaces to the issue or pull request that their run is about, each once. */
public final class WorkItemLinks {

    private static final Pattern ITEM = Pattern.compile("(issue|pull-request)/([1-9][0-9]{0,17})");

    private WorkItemLinks() {}

    /** Links {@code session} to the work item of {@code run}, if it has one. */
    public static void session(Records records, AgentDispatchRun run, String session) {
        ref(run).ifPresent(item -> {
            Metadata metadata = metadata(run, "session", session);
            if (records.get(WorkItemSessionLink.class, metadata.namespace(), metadata.name())
                    .isEmpty()) {
                records.create(new WorkItemSessionLink(
                        metadata,
                        new WorkItemSessionLink.Spec(
                                run.spec().organizationRef(),
                                item,
                                session,
                                run.metadata().name(),
                                ""),
                        new WorkItemSessionLink.Status(1, "")));
            }
        });
    }

    /** Links {@code workspace} to the work item of {@code run}, if it has one. */
    public static void workspace(Records records, AgentDispatchRun run, String workspace) {
        ref(run).ifPresent(item -> {
            Metadata metadata = metadata(run, "workspace", workspace);
            if (records.get(WorkItemWorkspaceLink.class, metadata.namespace(), metadata.name())
                    .isEmpty()) {
                records.create(new WorkItemWorkspaceLink(
                        metadata,
                        new WorkItemWorkspaceLink.Spec(
                                run.spec().organizationRef(),
                                item,
                                workspace,
                                run.metadata().name(),
                                ""),
                        new WorkItemWorkspaceLink.Status(1, "")));
            }
        });
    }

    /** Whether {@code text} names an issue or a pull request, as in {@code issue/7}. */
    public static boolean isWorkItem(String text) {
        return ITEM.matcher(text).matches();
    }

    /** Links {@code workspace} to {@code workItem}, because {@code actor} says so. */
    public static void byHand(Records records, AgentWorkspace workspace, String workItem, String actor) {
        ref(workspace.spec().repository(), workItem).ifPresent(item -> {
            String namespace = workspace.metadata().namespace();
            String seed = "%s/%s/%s"
                    .formatted(item.repository(), workItem, workspace.metadata().name());
            String name = Names.seeded("workspace-link", seed);
            if (records.get(WorkItemWorkspaceLink.class, namespace, name).isEmpty()) {
                records.create(new WorkItemWorkspaceLink(
                        Metadata.named(
                                namespace,
                                name,
                                Labels.of(
                                        "org", workspace.spec().organizationRef(),
                                        "repository", item.repository(),
                                        "work-item", workItem)),
                        new WorkItemWorkspaceLink.Spec(
                                workspace.spec().organizationRef(),
                                item,
                                workspace.metadata().name(),
                                "",
                                ""),
                        new WorkItemWorkspaceLink.Status(1, actor)));
            }
        });
    }

    private static Optional<WorkItemRef> ref(AgentDispatchRun run) {
        return ref(run.spec().repository(), run.spec().workItem());
    }

    private static Optional<WorkItemRef> ref(String repository, String workItem) {
        Matcher matcher = ITEM.matcher(workItem);
        return matcher.matches()
                ? Optional.of(new WorkItemRef(
                        repository,
                        matcher.group(1).equals("issue") ? WorkItemKind.ISSUE : WorkItemKind.PULL_REQUEST,
                        Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    private static Metadata metadata(AgentDispatchRun run, String kind, String linked) {
        String seed = "%s/%s/%s".formatted(run.spec().repository(), run.spec().workItem(), linked);
        return Metadata.named(
                run.metadata().namespace(),
                Names.seeded(kind + "-link", seed),
                Labels.of(
                        "org", run.spec().organizationRef(),
                        "repository", run.spec().repository(),
                        "dispatch-run", run.metadata().name(),
                        "work-item", run.spec().workItem()));
    }
}
