package ai.a5c.krate.server.console;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.store.StreamEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

/**
 * One line of a run's timeline; its text comes from the agent and is never more than text.
 *
 * @param kind which style it gets
 * @param label the word before it
 * @param details whether the text is folded away at first
 */
public record EventRow(
        long sequence, String time, String instant, String kind, String label, String text, boolean details) {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LONGEST = 8_000;
    private static final Set<String> FOLDED = Set.of("tool-result", "output");
    private static final Set<String> TURNS =
            Set.of("phase", "started", "approval", "write-back", "artifact", "result", "error");

    static EventRow of(StreamEvent event) {
        Map<String, Object> document = Json.readObject(event.document());
        String said = String.valueOf(document.getOrDefault("text", ""));
        String text = shortened(said.isEmpty() && event.type().equals("usage") ? spent(document) : said);
        boolean details = FOLDED.contains(event.type()) && text.length() > 160;
        return new EventRow(
                event.sequence(),
                clock(event.time()),
                event.time().toString(),
                kind(event.type()),
                event.type().replace('-', ' '),
                text,
                details);
    }

    private static String spent(Map<String, Object> document) {
        Object cost = document.get("costUsd");
        Object tokens = document.get("tokens");
        return (cost == null ? "" : "$" + cost + " ") + (tokens == null ? "" : tokens + " tokens");
    }

    /** The time of day in UTC. */
    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** Whether what else is on the page may have changed with it. */
    static boolean turns(String type) {
        return TURNS.contains(type);
    }

    private static String kind(String type) {
        return switch (type) {
            case "message", "result" -> "said";
            case "tool-call", "tool-result" -> "tool";
            case "error" -> "problem";
            case "phase", "started", "approval", "write-back", "artifact" -> "turn";
            default -> "aside";
        };
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\n... and %d more characters".formatted(text.length() - LONGEST);
    }

    /** The first line, for what is folded away. */
    public String summary() {
        String first = text.lines().findFirst().orElse("");
        return first.length() <= 120 ? first : first.substring(0, 120) + "...";
    }
}
