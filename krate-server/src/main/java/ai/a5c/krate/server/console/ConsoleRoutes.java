package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.http.RunEvents;
import ai.a5c.krate.server.http.ServerEvent;
import ai.a5c.krate.server.view.Summary;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.StreamEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages of an organization's agents: runs, one run, approvals; and the buttons on them. */
public final class ConsoleRoutes implements Routes {

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final Frame frame;
    private final RunReader reader;

    public ConsoleRoutes(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.reader = new RunReader(parts.desk(), parts.store(), parts.blobs(), parts.audit(), parts.clock());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents";
        routes.get(
                "/orgs/{org}",
                context -> Frame.seeOther(context, "/orgs/" + context.pathParam("org") + "/agents/runs"));
        routes.get(base, context -> Frame.seeOther(context, context.path() + "/runs"));
        routes.get(base + "/runs", context -> frame.visit(context, this::runs));
        routes.get(base + "/runs/{run}", context -> frame.visit(context, this::run));
        routes.get(base + "/runs/{run}/live", context -> frame.visit(context, this::live));
        routes.get(base + "/approvals", context -> frame.visit(context, this::approvals));
        routes.post(base + "/runs/{run}/cancel", context -> frame.form(context, this::cancel));
        routes.post(base + "/runs/{run}/retry", context -> frame.form(context, this::retry));
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

    private AgentDispatchRun find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentDispatchRun.class, visit.scope().namespace(), context.pathParam("run"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such run"));
    }

    private void run(Context context, Visit visit) {
        AgentDispatchRun run = find(context, visit);
        String before = Optional.ofNullable(context.queryParam("before")).orElse("");
        long place = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : 0;
        RunPage page = reader.read(run, visit, frame.shell(visit, run.metadata().name(), "runs"), place);
        parts.pages().show(context, "run.jte", Map.of("page", page));
    }

    private void live(Context context, Visit visit) {
        AgentDispatchRun run = find(context, visit);
        long after = LiveFeed.resumeAfter(context);
        parts.live()
                .openEvents(
                        context,
                        new RunEvents(visit.scope().namespace(), run.metadata().name(), after, this::rendered));
    }

    private List<ServerEvent> rendered(StreamEvent event) {
        List<ServerEvent> events = new ArrayList<>();
        String html = parts.pages().text("event.jte", Map.of("event", EventRow.of(event)));
        events.add(new ServerEvent(event.sequence(), "timeline", html));
        if (EventRow.turns(event.type())) {
            events.add(new ServerEvent(event.sequence(), "moved", ""));
        }
        return events;
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

    private void cancel(Context context, Visit visit) {
        String run = context.pathParam("run");
        answer(
                context,
                parts.runs()
                        .cancel(visit.scope().namespace(), run, visit.scope().caller()));
    }

    private void retry(Context context, Visit visit) {
        String run = context.pathParam("run");
        answer(
                context,
                parts.runs().retry(visit.scope().namespace(), run, visit.scope().caller()));
    }

    private static void answer(Context context, RunDesk.Answer answer) {
        if (answer instanceof RunDesk.Refused refused) {
            throw new ApiException(ErrorCode.REFUSED, refused.message());
        }
        Frame.seeOther(context, context.path().replaceAll("/(cancel|retry)$", ""));
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
