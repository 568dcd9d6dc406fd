package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.workspace.Action;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Workspaces, those first that somebody should look at, and one workspace with what can be done with it. */
public final class WorkspacePages implements Routes {

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final WorkspaceDesk workspaces;
    private final Frame frame;

    public WorkspacePages(ConsoleParts parts, WorkspaceDesk workspaces) {
        this.parts = parts;
        this.workspaces = workspaces;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/workspaces";
        routes.get(base, context -> frame.show(context, "workspaces.jte", this::list));
        routes.get(base + "/{workspace}", context -> frame.show(context, "workspace.jte", this::one));
        routes.post(base + "/{workspace}/action", context -> frame.form(context, this::act));
    }

    private WorkspacesPage list(Context context, Visit visit) {
        String phase = Frame.query(context, "phase");
        Query query = Query.of("AgentWorkspace", visit.scope().namespace())
                .reversed()
                .limit(ON_A_PAGE)
                .after(Frame.query(context, "continue"));
        ResourceList found = parts.desk().list(phase.isEmpty() ? query : query.whereField("status.phase", phase));
        Instant now = parts.clock().instant();
        List<WorkspaceRow> rows = found.items().stream()
                .map(AgentWorkspace.class::cast)
                .map(workspace -> WorkspaceRow.of(workspace, now))
                .toList();
        return new WorkspacesPage(
                frame.shell(visit, "Workspaces", "workspaces"),
                rows.stream().filter(WorkspaceRow::attention).toList(),
                rows.stream().filter(row -> !row.attention()).toList(),
                phase,
                found.next());
    }

    private WorkspacePage one(Context context, Visit visit) {
        return page(find(context, visit), visit, Optional.empty());
    }

    private AgentWorkspace find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentWorkspace.class, visit.scope().namespace(), context.pathParam("workspace"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such workspace"));
    }

    private WorkspacePage page(AgentWorkspace workspace, Visit visit, Optional<Notice> notice) {
        return new WorkspacePage(
                frame.shell(visit, workspace.metadata().name(), "workspaces"),
                WorkspaceRow.of(workspace, parts.clock().instant()),
                workspace,
                WorkspaceButton.of(workspace, workspaces.offers(workspace), visit),
                question(workspace, visit),
                visit.scope().access().write(),
                notice);
    }

    private Optional<ApprovalCard> question(AgentWorkspace workspace, Visit visit) {
        String name = workspace.status().request().approval();
        return parts.desk()
                .get(AgentApproval.class, visit.scope().namespace(), name)
                .map(approval -> ApprovalCard.of(approval, visit, parts.clock().instant()));
    }

    private void act(Context context, Visit visit) {
        AgentWorkspace workspace = find(context, visit);
        String[] asked = Frame.field(context, "action").split(":", 2);
        Action action = Action.named(asked[0])
                .orElseThrow(() -> new ApiException(ErrorCode.BAD_REQUEST, "that is no action of a workspace"));
        String generation = Frame.field(context, "generation");
        WorkspaceOrder order = new WorkspaceOrder(
                visit.scope().namespace(),
                workspace.metadata().name(),
                action,
                asked.length > 1 ? asked[1] : Frame.field(context, "text"),
                Frame.field(context, "discard").equals(action.word()),
                generation.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(generation)) : OptionalLong.empty());
        Notice notice;
        try {
            AgentWorkspace after = workspaces.act(order, visit.scope().caller());
            notice = after.status().request().action().equals(action.word())
                    ? new Notice("wait", "A person must approve %s first.".formatted(action.word()), "")
                    : new Notice("good", "Done: " + action.word() + ".", "");
            frame.render(context, "workspace.jte", page(after, visit, Optional.of(notice)));
        } catch (RefusedException e) {
            notice = new Notice("bad", String.valueOf(e.getMessage()), "");
            context.status(409);
            frame.render(context, "workspace.jte", page(find(context, visit), visit, Optional.of(notice)));
        }
    }
}
