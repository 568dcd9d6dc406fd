package ai.a5c.krate.server.http;

import ai.a5c.krate.store.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The timeline of a run from some place on, until the run has ended and all of it was given. */
public final class RunEvents implements LiveSource {

    private static final int MOST_AT_ONCE = 100;

    private final String namespace;
    private final String run;
    private final Function<StreamEvent, List<ServerEvent>> rendering;
    private long sequence;
    private boolean ended;

    /** Events after {@code sequence}, each rendered as none, one or more server-sent events. */
    public RunEvents(String namespace, String run, long sequence, Function<StreamEvent, List<ServerEvent>> rendering) {
        this.namespace = namespace;
        this.run = run;
        this.sequence = sequence;
        this.rendering = rendering;
    }

    /** The name of a run's stream in the store. */
    public static String stream(String namespace, String run) {
        return "run/" + namespace + "/" + run;
    }

    @Override
    public List<String> next(Tick tick, int room) {
        boolean terminal = tick.terminal(namespace, run);
        int limit = room < MOST_AT_ONCE ? Math.max(1, room / 4) : MOST_AT_ONCE;
        List<String> pieces = new ArrayList<>();
        List<StreamEvent> events = tick.events(stream(namespace, run), sequence, limit);
        for (StreamEvent event : events) {
            rendering.apply(event).forEach(rendered -> pieces.add(rendered.text()));
            sequence = event.sequence();
        }
        if (events.isEmpty() && terminal) {
            ended = true;
            pieces.add(new ServerEvent(0, "end", "{}").text());
        }
        return pieces;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public String keepAlive() {
        return ": still here\n\n";
    }
}
