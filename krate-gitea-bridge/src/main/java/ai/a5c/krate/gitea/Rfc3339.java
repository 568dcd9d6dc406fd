package ai.a5c.krate.gitea;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as forges write them, of the years 1 to 9999. */
final class Rfc3339 {

    private static final String FORM = "0000-00-00T00:00:00";

    private Rfc3339() {}

    /** The time that {@code text} writes in any way. */
    static Optional<Instant> parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() > 0 && time.getYear() < 10_000 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The time of a text such as {@code 2026-03-01T12:00:00Z} or with {@code +01:00}; empty if it is written otherwise. */
    static Optional<Instant> inWholeSeconds(String text) {
        if (!hasForm(text, 0, FORM) || number(text, 0, 4) == 0) {
            return Optional.empty();
        }
        boolean utc = text.length() == FORM.length() + 1 && text.charAt(FORM.length()) == 'Z';
        if (!utc && !(text.length() == FORM.length() + 6 && hasForm(text, FORM.length(), "+00:00"))) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19));
            ZoneOffset offset =
                    utc ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(number(text, 20, 22), number(text, 23, 25));
            return Optional.of(local.toInstant(offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code form} stands at {@code start}, any digit for each 0. */
    private static boolean hasForm(String text, int start, String form) {
        if (text.length() < start + form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char character = text.charAt(start + i);
            char expected = form.charAt(i);
            if (expected == '0' ? character < '0' || character > '9' : character != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
