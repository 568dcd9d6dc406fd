package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.VersionConflictException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * People's messages to running attempts: one stream of what was said, and one of what was handed over.
 *
 * <p>Whoever holds an attempt's claim hands its messages over in order. A runtime takes a message of one id once, so that
 * handing over and noting it need not be one step: after a crash between them the message is handed over again, and the
 * agent hears it once.
 */
public final class Talk {

    private static final int AT_ONCE = 20;

    private Talk() {}

    /** Stores what {@code actor} wants the agent of {@code attempt} to hear. */
    public static void say(Records records, AgentDispatchAttempt attempt, String actor, String digest) {
        append(
                records,
                said(attempt.key()),
                Map.of("id", UUID.randomUUID().toString(), "actor", actor, "digest", digest));
    }

    /** What the agent of {@code attempt} has still to be told, oldest first. */
    public static List<Message> waiting(ResourceStore store, ResourceKey attempt) {
        List<StreamEvent> first = store.events(said(attempt), 0, 1);
        if (first.isEmpty()) {
            return List.of();
        }
        long handed = store.transact(transaction -> transaction.lastSequence(handed(attempt)));
        return store.events(said(attempt), handed, AT_ONCE).stream()
                .map(Talk::message)
                .toList();
    }

    /** Notes that {@code message} was handed over, or cannot be; false if that was noted before. */
    public static boolean handed(Records records, ResourceKey attempt, Message message, String outcome) {
        if (records.transaction().lastSequence(handed(attempt)) >= message.place()) {
            return false;
        }
        append(records, handed(attempt), Map.of("id", message.id(), "outcome", outcome));
        return true;
    }

    private static Message message(StreamEvent event) {
        Map<String, Object> document = Json.readObject(event.document());
        return new Message(
                event.sequence(),
                String.valueOf(document.get("id")),
                String.valueOf(document.get("actor")),
                String.valueOf(document.get("digest")));
    }

    private static void append(Records records, String stream, Map<String, String> document) {
        long next = records.transaction().lastSequence(stream) + 1;
        StreamEvent event = new StreamEvent(next, records.now(), "message", Json.write(document));
        if (!records.transaction().append(stream, event)) {
            throw new VersionConflictException("%s has its event %d already".formatted(stream, next), null);
        }
    }

    private static String said(ResourceKey attempt) {
        return "said/%s/%s".formatted(attempt.namespace(), attempt.name());
    }

    private static String handed(ResourceKey attempt) {
        return "handed/%s/%s".formatted(attempt.namespace(), attempt.name());
    }

    /**
     * One message.
     *
     * @param place among the attempt's messages, from 1
     * @param digest of its text, a blob
     */
    public record Message(long place, String id, String actor, String digest) {}
}
