package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.WorkItemLinks;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.WorkItemSessionLink;
import ai.a5c.krate.kind.execution.WorkItemWorkspaceLink;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What else belongs to the issue or pull request that a run is about.
 *
 * @param id such as {@code issue/7}
 * @param head how it was last seen at its forge
 * @param dispatch the query with which another agent is dispatched for it
 * @param runs the others, the newest first
 * @param more whether there are older ones
 */
public record WorkItemCard(
        String id,
        Optional<ItemHead> head,
        String dispatch,
        List<RunRow> runs,
        boolean more,
        List<WorkItemSessionLink> sessions,
        List<WorkItemWorkspaceLink> workspaces) {

    private static final int MOST = 10;

    public WorkItemCard {
        runs = List.copyOf(runs);
        sessions = List.copyOf(sessions);
        workspaces = List.copyOf(workspaces);
    }

    /** Empty if the run is about no work item. */
    static Optional<WorkItemCard> of(ResourceDesk desk, AgentDispatchRun run, Instant now) {
        String item = run.spec().workItem();
        if (!WorkItemLinks.isWorkItem(item)) {
            return Optional.empty();
        }
        Query about = Query.of("AgentDispatchRun", run.metadata().namespace())
                .whereField("spec.repository", run.spec().repository())
                .whereField("spec.workItem", item);
        List<AgentDispatchRun> others = read(desk, AgentDispatchRun.class, about, MOST + 2).stream()
                .filter(other -> !other.key().equals(run.key()))
                .toList();
        return Optional.of(new WorkItemCard(
                item,
                ItemHead.of(desk, run),
                dispatch(run.spec()),
                others.stream().limit(MOST).map(other -> RunRow.of(other, now)).toList(),
                others.size() > MOST,
                read(desk, WorkItemSessionLink.class, links(run, WorkItemSessionLink.class), MOST),
                read(desk, WorkItemWorkspaceLink.class, links(run, WorkItemWorkspaceLink.class), MOST)));
    }

    private static Query links(AgentDispatchRun run, Class<?> kind) {
        String[] item = run.spec().workItem().split("/", 2);
        return Query.of(kind.getSimpleName(), run.metadata().namespace())
                .whereField("spec.workItemRef.repository", run.spec().repository())
                .whereField("spec.workItemRef.kind", item[0])
                .whereField("spec.workItemRef.number", item[1]);
    }

    private static <R extends Resource> List<R> read(ResourceDesk desk, Class<R> kind, Query query, int most) {
        return desk.list(query.reversed().limit(most)).items().stream()
                .map(kind::cast)
                .toList();
    }

    private static String dispatch(AgentDispatchRun.Spec spec) {
        return "?repository=%s&agentStack=%s&workItem=%s&title=%s"
                .formatted(
                        encoded(spec.repository()),
                        encoded(spec.agentStack()),
                        encoded(spec.workItem()),
                        encoded(spec.title()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
