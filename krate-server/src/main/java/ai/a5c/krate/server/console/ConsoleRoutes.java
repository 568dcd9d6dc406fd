package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.view.Summary;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages of an organization's agents: the list of runs, and approvals with the buttons on them. */
public final class ConsoleRoutes implements Routes {

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final Frame frame;

    public ConsoleRoutes(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents";
        routes.get(
                "/orgs/{org}",
                context -> Frame.seeOther(context, "/orgs/" + context.pathParam("org") + "/agents/runs"));
        routes.get(base, context -> Frame.seeOther(context, context.path() + "/runs"));
        routes.get(base + "/runs", context -> frame.visit(context, this::runs));
        routes.get(base + "/approvals", context -> frame.visit(context, this::approvals));
        routes.post(base + "/approvals/{approval}/decision", context -> frame.form(context, this::decide));
    }

    private void runs(Context context, Visit visit) {
        String phase = Optional.ofNullable(context.queryParam("phase")).orElse("");
        Query query = Query.of("AgentDispatchRun", visit.scope().namespace())
                .reversed()
                .limit(ON_A_PAGE)
                .after(Optional.ofNullable(context.queryParam("continue")).orElse(""));
        ResourceList page = parts.desk().list(phase.isEmpty() ? query : query.whereField("status.phase", phase));
        Instant now = parts.clock().instant();
        List<RunRow> rows = page.items().stream()
                .map(AgentDispatchRun.class::cast)
                .sorted(Comparator.comparing(ConsoleRoutes::created).reversed())
                .map(run -> RunRow.of(run, now))
                .toList();
        parts.pages()
                .show(
                        context,
                        "runs.jte",
                        Map.of(
                                "shell",
                                frame.shell(visit, "Runs", "runs"),
                                "summary",
                                Summary.of(parts.store(), visit.scope().namespace(), now),
                                "rows",
                                rows,
                                "phase",
                                phase,
                                "next",
                                page.next()));
    }

    private static Instant created(AgentDispatchRun run) {
        Instant created = run.metadata().creationTimestamp();
        return created == null ? Instant.EPOCH : created;
    }

    private void approvals(Context context, Visit visit) {
        List<AgentApproval> found = parts
                .desk()
                .list(Query.of("AgentApproval", visit.scope().namespace())
                        .reversed()
                        .limit(ON_A_PAGE))
                .items()
                .stream()
                .map(AgentApproval.class::cast)
                .toList();
        List<ApprovalCard> cards = ApprovalCard.of(found, visit, parts.clock().instant());
        parts.pages()
                .show(
                        context,
                        "approvals.jte",
                        Map.of(
                                "shell",
                                frame.shell(visit, "Approvals", "approvals"),
                                "pending",
                                cards.stream().filter(ApprovalCard::pending).toList(),
                                "decided",
                                cards.stream().filter(card -> !card.pending()).toList()));
    }

    private void decide(Context context, Visit visit) {
        ApprovalDesk.Request request = DecisionForm.read(context, visit.scope().namespace());
        ApprovalDesk.Ruling ruling =
                parts.approvals().decide(request, visit.scope().caller());
        if (ruling instanceof ApprovalDesk.Refused refused) {
            throw new ApiException(ErrorCode.REFUSED, refused.message());
        }
        Frame.seeOther(
                context,
                Links.local(Optional.ofNullable(context.formParam("back")).orElse("/")));
    }
}
