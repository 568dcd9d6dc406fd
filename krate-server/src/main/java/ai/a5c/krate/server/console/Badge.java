package ai.a5c.krate.server.console;

import java.util.Locale;

/**
 * A phase as people see it: never by colour alone.
 *
 * @param tone {@code good}, {@code bad}, {@code live}, {@code wait} or {@code quiet}
 * @param icon name of an icon in {@code icon.jte}
 */
public record Badge(String tone, String icon, String word) {

    /** The badge of a phase of any kind. */
    static Badge of(Enum<?> phase) {
        String word = phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (phase.name()) {
            case "SUCCEEDED", "APPROVED", "APPLIED", "SETTLED" -> new Badge("good", "check", word);
            case "FAILED", "DENIED", "APPLY_FAILED", "LOST" -> new Badge("bad", "cross", word);
            case "RUNNING", "WRITING", "LAUNCHING" -> new Badge("live", "dot", word);
            case "WAITING_FOR_APPROVAL" -> new Badge("wait", "hand", "waiting for approval");
            case "WAITING_FOR_INPUT" -> new Badge("wait", "hand", word);
            case "BLOCKED", "EXPIRED" -> new Badge("bad", "stop", word);
            case "CANCELLED", "SUPERSEDED" -> new Badge("quiet", "stop", word);
            default -> new Badge("quiet", "clock", word);
        };
    }
}
