package ai.a5c.krate.store.memory;

import ai.a5c.krate.store.StreamEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The event streams. */
final class Streams {

    private final Map<String, List<StreamEvent>> streams = new HashMap<>();
    private final Undo undo;

    Streams(Undo undo) {
        this.undo = undo;
    }

    boolean append(String stream, StreamEvent event) {
        long last = last(stream);
        if (event.sequence() >= 1 && event.sequence() <= last) {
            return false;
        }
        if (event.sequence() != last + 1) {
            throw new IllegalArgumentException(
                    "event %d of stream %s cannot follow event %d".formatted(event.sequence(), stream, last));
        }
        List<StreamEvent> events = streams.computeIfAbsent(stream, name -> new ArrayList<>());
        events.add(event);
        undo.add(() -> events.remove(events.size() - 1));
        return true;
    }

    long last(String stream) {
        return events(stream).size();
    }

    List<StreamEvent> after(String stream, long sequence, int limit) {
        return events(stream).stream().skip(Math.max(sequence, 0)).limit(limit).toList();
    }

    private List<StreamEvent> events(String stream) {
        return streams.getOrDefault(stream, List.of());
    }
}
