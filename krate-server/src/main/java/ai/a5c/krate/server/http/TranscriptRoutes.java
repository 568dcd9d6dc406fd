package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.transcript.Markdown;
import ai.a5c.krate.transcript.Tree;
import ai.a5c.krate.transcript.Window;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was said: transcripts of runs, a window at a time, and sessions of agents. */
public final class TranscriptRoutes implements Routes {

    /** Says behind which event the next window begins; empty after the last. */
    static final String NEXT = "X-Krate-Next";

    private static final int USUAL = 500;

    private final Gate gate;
    private final ResourceDesk desk;
    private final Transcripts transcripts;

    public TranscriptRoutes(Gate gate, ResourceDesk desk, ResourceStore store) {
        this.gate = gate;
        this.desk = desk;
        this.transcripts = new Transcripts(store);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/runs/{run}/transcript", this::transcript);
            routes.get(prefix + "/sessions", this::sessions);
            routes.get(prefix + "/sessions/{session}", this::session);
        }
    }

    private void sessions(Context context) {
        Scope scope = gate.read(context);
        Listing.newest(context, Query.of("AgentSession", scope.namespace()))
                .where("run", "spec.dispatchRun")
                .where("phase", "status.phase")
                .answer(desk);
    }

    private void session(Context context) {
        Scope scope = gate.read(context);
        AgentSession session = desk.get(AgentSession.class, scope.namespace(), context.pathParam("session"))
                .orElseThrow(() -> ApiException.missing(""));
        Answers.resource(context, session);
    }

    private void transcript(Context context) {
        Scope scope = gate.read(context);
        String name = desk.get(AgentDispatchRun.class, scope.namespace(), context.pathParam("run"))
                .orElseThrow(() -> ApiException.missing(""))
                .metadata()
                .name();
        Transcripts.Page page = transcripts.read(scope.namespace(), name, window(context, scope, name));
        String format = Answers.query(context, "format");
        switch (format) {
            case "", "json" -> json(context, name, page);
            case "markdown" -> markdown(context, name, page);
            default -> throw new ApiException(ErrorCode.BAD_REQUEST, "format must be json or markdown");
        }
    }

    private Window window(Context context, Scope scope, String run) {
        int limit = (int) Math.max(1, Answers.number(context, "limit", USUAL, Window.MOST));
        List<String> places = List.of("after", "before", "around", "last").stream()
                .filter(place -> !Answers.query(context, place).isEmpty())
                .toList();
        if (places.size() > 1) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "give one of after, before, around and last");
        }
        String place = places.isEmpty() ? "after" : places.get(0);
        long number = place.equals("last") ? 0 : Answers.number(context, place, 0, Long.MAX_VALUE);
        return switch (place) {
            case "before" -> Window.before(number, limit);
            case "around" -> Window.around(number, limit);
            case "last" -> Window.last(transcripts.last(scope.namespace(), run), limit);
            default -> new Window(number, limit);
        };
    }

    private static void json(Context context, String run, Transcripts.Page page) {
        context.header(NEXT, next(page));
        Answers.json(context, 200, tree(run, page));
    }

    private static Map<String, Object> tree(String run, Transcripts.Page page) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run", run);
        tree.put("first", page.first());
        tree.put("last", page.last());
        tree.put("end", page.end());
        tree.put("items", Tree.items(page.transcript()));
        tree.put("turns", Tree.turns(page.transcript()));
        tree.put("next", next(page));
        return tree;
    }

    private static String next(Transcripts.Page page) {
        return page.hasLater() ? Long.toString(page.last()) : "";
    }

    private static void markdown(Context context, String run, Transcripts.Page page) {
        String file = run.replaceAll("[^A-Za-z0-9._-]", "_") + ".md";
        context.status(200)
                .contentType("text/markdown; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(file))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header(NEXT, next(page))
                .result(Markdown.of(page.transcript()));
    }
}
