package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.transcript.Window;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** The pages of what was said: the transcript of a run, a window at a time, and the sessions of an organization. */
public final class TranscriptPages implements Routes {

    /** Events in one window. */
    static final int WINDOW = 200;

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final Frame frame;
    private final Transcripts transcripts;

    public TranscriptPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.transcripts = new Transcripts(parts.store());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents";
        routes.get(base + "/runs/{run}/transcript", context -> frame.show(context, "transcript.jte", this::transcript));
        routes.get(base + "/sessions", context -> frame.show(context, "sessions.jte", this::sessions));
    }

    private TranscriptPage transcript(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        AgentDispatchRun run = parts.desk()
                .get(AgentDispatchRun.class, namespace, context.pathParam("run"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such run"));
        String name = run.metadata().name();
        RunRow row = RunRow.of(run, parts.clock().instant());
        return TranscriptPage.of(
                frame.shell(visit, name, "runs"), row, transcripts.read(namespace, name, window(context, namespace)));
    }

    private Window window(Context context, String namespace) {
        long before = number(context, "before");
        long after = number(context, "after");
        long around = number(context, "around");
        if (before > 0) {
            return Window.before(before, WINDOW);
        }
        if (around > 0) {
            return Window.around(around, WINDOW);
        }
        return after > 0 || Frame.query(context, "first").equals("true")
                ? new Window(after, WINDOW)
                : Window.last(transcripts.last(namespace, context.pathParam("run")), WINDOW);
    }

    private static long number(Context context, String name) {
        String text = Frame.query(context, name);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private SessionsPage sessions(Context context, Visit visit) {
        Query query = Query.of("AgentSession", visit.scope().namespace());
        Latest<AgentSession> found = Latest.of(parts, AgentSession.class, query, context, ON_A_PAGE);
        List<SessionRow> rows = found.items().stream()
                .map(session -> SessionRow.of(session, parts.clock().instant()))
                .toList();
        return new SessionsPage(frame.shell(visit, "Sessions", "runs"), rows, found.next());
    }
}
