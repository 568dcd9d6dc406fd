package ai.a5c.krate.engine.comment;

import ai.a5c.krate.engine.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remembers what each command of a comment was about when it was first read, and which were answered. */
final class Marks {

    private static final Duration REMEMBERED = Duration.ofDays(3_650);

    private Marks() {}

    /** What the command was about when it was first read. */
    static Optional<String> subject(Records records, String namespace, String key) {
        return records.transaction().holder("comment-subject/" + namespace, key, records.now());
    }

    /** Lets the command be about {@code subject} whenever it comes again. */
    static void about(Records records, String namespace, String key, String subject) {
        take(records, "comment-subject/" + namespace, key, subject);
    }

    /** Whether the command was carried out or refused before, with its answer. */
    static boolean isAnswered(Records records, String namespace, String key) {
        return records.transaction()
                .holder("comment-answered/" + namespace, key, records.now())
                .isPresent();
    }

    /** Remembers that the commands were. */
    static void answered(Records records, String namespace, List<String> keys) {
        keys.forEach(key -> take(records, "comment-answered/" + namespace, key, key));
    }

    private static void take(Records records, String scope, String key, String holder) {
        Instant now = records.now();
        records.transaction().take(scope, key, holder, now, now.plus(REMEMBERED));
    }
}
