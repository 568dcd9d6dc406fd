package ai.a5c.krate.server.http;

import ai.a5c.krate.store.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The timeline of a run from some place on, until the run has ended and all of it was given. */
public final class RunEvents implements LiveSource {

    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_BYTES_AT_ONCE = 256 * 1024;
    private static final Piece KEEP_ALIVE = Piece.of(": still here\n\n");

    private final String namespace;
    private final String run;
    private final String stream;
    private final Rendering rendering;
    private final Permission permission;
    private long sequence;
    private boolean ended;

    /** Events after {@code sequence}, each rendered as none, one or more server-sent events. */
    public RunEvents(String namespace, String run, long sequence, Rendering rendering, Permission permission) {
        this.namespace = namespace;
        this.run = run;
        this.stream = stream(namespace, run);
        this.sequence = sequence;
        this.rendering = rendering;
        this.permission = permission;
    }

    /**
     * How an event looks; it depends on nothing but the event, since all who watch the run share it.
     *
     * @param shape a name that no other rendering has
     */
    public record Rendering(String shape, Function<StreamEvent, List<ServerEvent>> of) {}

    /** The name of a run's stream in the store. */
    public static String stream(String namespace, String run) {
        return "run/" + namespace + "/" + run;
    }

    @Override
    public List<Piece> next(Tick tick, int room) {
        if (!permission.holds(tick)) {
            ended = true;
            return List.of();
        }
        boolean terminal = tick.terminal(namespace, run);
        int limit = room < MOST_AT_ONCE ? Math.max(1, room / 4) : MOST_AT_ONCE;
        List<StreamEvent> events = tick.events(stream, sequence, limit);
        if (events.isEmpty() && terminal) {
            ended = true;
            return List.of(Piece.of(new ServerEvent(0, "end", "{}").text()));
        }
        return pieces(tick, events);
    }

    private List<Piece> pieces(Tick tick, List<StreamEvent> events) {
        List<Piece> pieces = new ArrayList<>();
        long bytes = 0;
        for (StreamEvent event : events) {
            if (bytes >= MOST_BYTES_AT_ONCE) {
                break;
            }
            for (Piece piece : tick.rendered(List.of(rendering.shape(), event), () -> texts(event))) {
                pieces.add(piece);
                bytes += piece.size();
            }
            sequence = event.sequence();
        }
        return pieces;
    }

    private List<String> texts(StreamEvent event) {
        return rendering.of().apply(event).stream().map(ServerEvent::text).toList();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Piece keepAlive() {
        return KEEP_ALIVE;
    }
}
