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
        return named(phase.name());
    }

    /** The badge of a constant as it is written: {@code requires-approval}. */
    static Badge word(String word) {
        return named(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The badge of the constant of that name. */
    static Badge named(String name) {
        String word = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (name) {
            case "SUCCEEDED",
                    "SUCCESS",
                    "MERGED",
                    "APPROVED",
                    "APPLIED",
                    "SETTLED",
                    "ALLOWED",
                    "ACTIVE",
                    "CREATED",
                    "DECIDED" -> new Badge("good", "check", word);
            case "FAILED",
                    "FAILURE",
                    "TIMED_OUT",
                    "UNSTABLE",
                    "DENIED",
                    "APPLY_FAILED",
                    "LOST",
                    "REJECTED",
                    "MISSING_GRANT",
                    "STALE_GRANT" -> new Badge("bad", "cross", word);
            case "RUNNING", "WRITING", "LAUNCHING", "OPEN" -> new Badge("live", "dot", word);
            case "WAITING_FOR_APPROVAL" -> new Badge("wait", "hand", "waiting for approval");
            case "WAITING_FOR_INPUT", "PAUSED", "AWAITING_APPROVAL", "REQUIRES_APPROVAL", "DRIFTED_NATIVE_OBJECT" ->
                new Badge("wait", "hand", word);
            case "COALESCED" -> new Badge("live", "join", word);
            case "BLOCKED", "EXPIRED" -> new Badge("bad", "stop", word);
            case "CANCELLED", "CLOSED", "DELETED", "SKIPPED", "SUPERSEDED", "SUPPRESSED", "DISABLED", "ARCHIVED" ->
                new Badge("quiet", "stop", word);
            default -> new Badge("quiet", "clock", word);
        };
    }
}
