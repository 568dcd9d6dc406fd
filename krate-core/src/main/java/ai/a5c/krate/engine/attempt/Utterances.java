package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.redact.Passage;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.redact.Tail;
import ai.a5c.krate.redact.Tail.Piece;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.transcript.Entry;
import ai.a5c.krate.transcript.TurnCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one agent says, on its way into the store.
 *
 * <p>Texts of one lane and type are redacted as one passage. One that ends with what may be the beginning of a secret is
 * kept back, and with it what came after it, until its continuation is known, something else is said, or some time has
 * passed. What is kept back is not stored, nor is the cursor behind it: whoever goes on after a crash hears it again.
 * All else that counts is made again from what is stored.
 */
final class Utterances {

    private static final Set<AgentEvent.Type> FLOWING = EnumSet.of(
            AgentEvent.Type.MESSAGE, AgentEvent.Type.PROGRESS, AgentEvent.Type.OUTPUT, AgentEvent.Type.TOOL_RESULT);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_KEPT = 500;
    private static final int MOST_CHANNELS = 500;

    private final Passage passage;
    private final Map<Channel, Tail> tails = new LinkedHashMap<>();
    private final Map<Channel, Group> groups = new LinkedHashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private TurnCount turns = TurnCount.NONE;
    private long cursor;

    /** What is said behind {@code cursor}. */
    Utterances(Redactor redactor, long cursor) {
        this.passage = new Passage(redactor);
        this.cursor = cursor;
    }

    /** Takes note of what was stored before. */
    void remember(Entry stored) {
        turns = turns.after(stored);
        Channel channel = new Channel(stored.lane(), stored.type());
        Piece piece = new Piece(channel.line(stored.text()), stored.details().getOrDefault(Hearing.OPEN, ""));
        told(channel, List.of(piece));
    }

    /** Behind what was said last. */
    long cursor() {
        return cursor;
    }

    /** What may be stored now that {@code events} were said as well; everything if they are the {@code last} ones. */
    List<Utterance> take(List<AgentEvent> events, boolean last, Instant now) {
        for (AgentEvent event : events) {
            if (event.cursor() > cursor) {
                cursor = event.cursor();
                add(event, now);
            }
        }
        boolean all = last || waiting.size() > MOST_KEPT;
        List.copyOf(groups.keySet()).stream()
                .filter(channel -> all || isOverdue(channel, now))
                .forEach(this::settle);
        return released();
    }

    private boolean isOverdue(Channel channel, Instant now) {
        Group group = groups.get(channel);
        return group != null && !now.isBefore(group.since().plus(PATIENCE));
    }

    private void add(AgentEvent event, Instant now) {
        Channel channel = Channel.of(event);
        List.copyOf(groups.keySet()).stream()
                .filter(other -> other.lane().equals(channel.lane()) && !other.equals(channel))
                .forEach(this::settle);
        Waiting one = new Waiting(event);
        waiting.addLast(one);
        Group group = groups.computeIfAbsent(channel, none -> new Group(now, new ArrayList<>()));
        group.members().add(one);
        if (!FLOWING.contains(event.type()) || !passage.isUnfinished(tail(channel), texts(channel, group))) {
            settle(channel);
        }
    }

    private void settle(Channel channel) {
        Group group = groups.remove(channel);
        if (group != null) {
            List<Piece> pieces = passage.told(tail(channel), texts(channel, group));
            for (int i = 0; i < pieces.size(); i++) {
                group.members().get(i).piece = pieces.get(i);
            }
            told(channel, pieces);
        }
    }

    private void told(Channel channel, List<Piece> pieces) {
        Tail tail = tail(channel);
        for (Piece piece : pieces) {
            tail = tail.then(piece);
        }
        tails.remove(channel);
        tails.put(channel, tail);
        if (tails.size() > MOST_CHANNELS) {
            tails.remove(tails.keySet().iterator().next());
        }
    }

    private Tail tail(Channel channel) {
        return tails.getOrDefault(channel, Tail.NONE);
    }

    private static List<String> texts(Channel channel, Group group) {
        return group.members().stream()
                .map(one -> channel.line(one.event.text()))
                .toList();
    }

    private List<Utterance> released() {
        List<Utterance> released = new ArrayList<>();
        for (Waiting first = waiting.peekFirst(); first != null; first = waiting.peekFirst()) {
            Piece piece = first.piece;
            if (piece == null) {
                break;
            }
            waiting.removeFirst();
            AgentEvent event = first.event;
            turns = turns.after(new Entry(event.cursor(), Instant.EPOCH, Channel.word(event.type()), event.details()));
            String text = Channel.of(event).withoutLine(piece.text());
            released.add(new Utterance(event, text, piece.open(), Math.max(1, turns.turn())));
        }
        return released;
    }

    /** Texts that are read one behind the other. */
    private record Channel(String lane, String type) {

        static Channel of(AgentEvent event) {
            return new Channel(event.details().getOrDefault(Detail.LANE, ""), word(event.type()));
        }

        static String word(AgentEvent.Type type) {
            return Hearing.word(type);
        }

        private boolean isLines() {
            return type.equals(word(AgentEvent.Type.OUTPUT));
        }

        String line(String text) {
            return isLines() ? text + "\n" : text;
        }

        String withoutLine(String text) {
            return isLines() && text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /** Texts of a channel that are kept back, since when. */
    private record Group(Instant since, List<Waiting> members) {}

    private static final class Waiting {

        private final AgentEvent event;
        private @Nullable Piece piece;

        Waiting(AgentEvent event) {
            this.event = event;
        }
    }
}
