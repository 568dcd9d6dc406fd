package ai.a5c.krate.server.console;

import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.Permission;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.http.RunEvents;
import ai.a5c.krate.server.http.ServerEvent;
import ai.a5c.krate.store.StreamEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One run, live, with everything that may be done with it. */
public final class RunPages implements Routes {

    private final ConsoleParts parts;
    private final Frame frame;
    private final RunReader reader;

    public RunPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.reader = new RunReader(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String run = "/orgs/{org}/agents/runs/{run}";
        routes.get(run, context -> frame.show(context, "run.jte", this::run));
        routes.get(run + "/live", context -> frame.visit(context, this::live));
        routes.get(run + "/lanes", context -> frame.show(context, "lanes.jte", this::lanes));
        for (RunAction action : RunAction.values()) {
            routes.post(
                    run + "/" + action.word(),
                    context -> frame.form(context, (asked, visit) -> act(asked, visit, action)));
        }
    }

    private AgentDispatchRun find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentDispatchRun.class, visit.scope().namespace(), context.pathParam("run"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such run"));
    }

    private RunPage run(Context context, Visit visit) {
        String before = Frame.query(context, "before");
        long place = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : 0;
        return page(find(context, visit), visit, place, "", Optional.empty());
    }

    private RunPage page(AgentDispatchRun run, Visit visit, long before, String message, Optional<Notice> notice) {
        RunControls controls = RunControls.of(parts.runs(), run, visit).with(message, notice);
        Shell shell = frame.shell(visit, run.metadata().name(), "runs");
        return reader.read(run, visit, shell, before, controls);
    }

    private LanesPage lanes(Context context, Visit visit) {
        AgentDispatchRun run = find(context, visit);
        return new LanesPage(
                frame.shell(visit, run.metadata().name(), "runs"),
                run.metadata().name(),
                LaneRow.of(parts.lanes().lanes(run)));
    }

    private void live(Context context, Visit visit) {
        AgentDispatchRun run = find(context, visit);
        RunEvents events = new RunEvents(
                visit.scope().namespace(),
                run.metadata().name(),
                LiveFeed.resumeAfter(context),
                new RunEvents.Rendering("run page", this::rendered),
                Permission.of(parts.gate(), visit.scope().access(), parts.clock()));
        parts.live().openEvents(context, events);
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

    private void act(Context context, Visit visit, RunAction action) {
        AgentDispatchRun run = find(context, visit);
        RunDesk.Answer answer = answer(context, visit, action);
        if (answer instanceof RunDesk.Done done) {
            String path = context.path();
            String runs = path.substring(0, path.lastIndexOf("/runs/") + "/runs/".length());
            Frame.seeOther(context, runs + done.run().metadata().name());
        } else if (answer instanceof RunDesk.Refused refused) {
            Notice notice = new Notice("bad", action.label() + " was not done: " + why(refused), "");
            context.status(409);
            RunPage page = page(run, visit, 0, Frame.field(context, "message"), Optional.of(notice));
            frame.render(context, "run.jte", page);
        }
    }

    private static String why(RunDesk.Refused refused) {
        return refused.code().equals("STALE") ? "the run has moved on since you saw it; look again" : refused.message();
    }

    private RunDesk.Answer answer(Context context, Visit visit, RunAction action) {
        try {
            return parts.runs()
                    .act(request(context, visit, action), visit.scope().caller());
        } catch (RefusedException e) {
            return new RunDesk.Refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static ActionRequest request(Context context, Visit visit, RunAction action) {
        String generation = Frame.field(context, "generation");
        if (!generation.matches("[0-9]{1,18}")) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "the form does not say what was shown; reload the page");
        }
        return new ActionRequest(
                visit.scope().namespace(),
                context.pathParam("run"),
                action,
                RunButton.speaks(action) ? Frame.field(context, "message") : "",
                OptionalLong.of(Long.parseLong(generation)),
                Frame.field(context, "request"));
    }
}
