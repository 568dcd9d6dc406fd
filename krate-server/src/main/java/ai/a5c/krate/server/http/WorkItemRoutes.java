package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** What agents did about one issue or pull request: runs, sessions, workspaces; the newest first. */
public final class WorkItemRoutes implements Routes {

    private static final Set<String> KINDS = Set.of("issue", "pull-request");

    private final Gate gate;
    private final ResourceDesk desk;

    public WorkItemRoutes(Gate gate, ResourceDesk desk) {
        this.gate = gate;
        this.desk = desk;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            String item = prefix + "/work-items/{repository}/{kind}/{number}";
            routes.get(item + "/runs", this::runs);
            routes.get(item + "/sessions", context -> links(context, "WorkItemSessionLink"));
            routes.get(item + "/workspaces", context -> links(context, "WorkItemWorkspaceLink"));
        }
    }

    private void runs(Context context) {
        Scope scope = gate.read(context);
        String item = "%s/%s".formatted(kind(context), number(context));
        page(
                context,
                Query.of("AgentDispatchRun", scope.namespace())
                        .whereField("spec.repository", repository(context, scope))
                        .whereField("spec.workItem", item));
    }

    private void links(Context context, String kind) {
        Scope scope = gate.read(context);
        page(
                context,
                Query.of(kind, scope.namespace())
                        .whereField("spec.workItemRef.repository", repository(context, scope))
                        .whereField("spec.workItemRef.kind", kind(context))
                        .whereField("spec.workItemRef.number", number(context)));
    }

    private void page(Context context, Query query) {
        Listing.newest(context, query).answer(desk);
    }

    private String repository(Context context, Scope scope) {
        return desk.get(Repository.class, scope.namespace(), context.pathParam("repository"))
                .map(repository -> repository.metadata().name())
                .orElseThrow(() -> ApiException.missing(""));
    }

    private static String kind(Context context) {
        String kind = context.pathParam("kind");
        if (!KINDS.contains(kind)) {
            throw ApiException.missing("");
        }
        return kind;
    }

    private static String number(Context context) {
        String number = context.pathParam("number");
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw ApiException.missing("");
        }
        return number;
    }
}
