package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.transcript.Entry;
import ai.a5c.krate.transcript.Transcript;
import ai.a5c.krate.transcript.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what was said in a run, one window at a time, however long it is. */
public final class Transcripts {

    private final ResourceStore store;

    public Transcripts(ResourceStore store) {
        this.store = store;
    }

    /** The sequence of the newest event of a run, 0 for none. */
    public long last(String namespace, String run) {
        String stream = Journal.stream(namespace, run);
        return store.transact(transaction -> transaction.lastSequence(stream));
    }

    /** What was said in {@code window}. */
    public Page read(String namespace, String run, Window window) {
        List<Entry> entries = entries(namespace, run, window);
        long first = entries.isEmpty() ? window.after() + 1 : entries.get(0).sequence();
        long last = entries.isEmpty()
                ? window.after()
                : entries.get(entries.size() - 1).sequence();
        return new Page(Transcript.of(entries), first, last, last(namespace, run));
    }

    /** The events in {@code window}. */
    public List<Entry> entries(String namespace, String run, Window window) {
        return window.limit() == 0
                ? List.of()
                : store.events(Journal.stream(namespace, run), window.after(), window.limit()).stream()
                        .map(Transcripts::entry)
                        .toList();
    }

    /** A stored event of a run. */
    public static Entry entry(StreamEvent event) {
        Map<String, String> details = new LinkedHashMap<>();
        Json.readObject(event.document()).forEach((name, value) -> details.put(name, String.valueOf(value)));
        return new Entry(event.sequence(), event.time(), event.type(), details);
    }

    /**
     * One window of a transcript.
     *
     * @param first the sequence of its first event
     * @param last of its last event
     * @param end of the newest event of the run
     */
    public record Page(Transcript transcript, long first, long last, long end) {

        /** Whether something was said before. */
        public boolean hasEarlier() {
            return first > 1;
        }

        /** Whether something was said after it by now. */
        public boolean hasLater() {
            return last < end;
        }
    }
}
