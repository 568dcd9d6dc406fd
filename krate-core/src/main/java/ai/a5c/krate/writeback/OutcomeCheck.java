package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.Digest;
import java.util.Locale;
import java.util.Optional;

/** Decides what came of a write by what is there, never by what somebody says. */
public final class OutcomeCheck {

    private OutcomeCheck() {}

    /** What came of it. */
    public enum Outcome {
        /** It is there and was not before. */
        APPLIED,
        /** The target was like that already: no success, no failure. */
        NO_CHANGE,
        /** It is not there, or something else is. */
        FAILED;

        /** As it is written outside of Java, such as {@code no-change}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What the target shows.
     *
     * @param key the idempotency key that it carries
     * @param content digest of what it holds
     * @param madeByUs whether the marker that carries the key is ours
     */
    public record Evidence(String key, Digest content, boolean madeByUs) {}

    /**
     * What came of writing {@code content} under {@code key}.
     *
     * @param changesNothing whether the target held the same before anything was written
     */
    public static Outcome outcome(
            IdempotencyKey key, Digest content, boolean changesNothing, Optional<Evidence> evidence) {
        boolean there = evidence.filter(Evidence::madeByUs)
                .filter(one -> one.key().equals(key.text()) && one.content().equals(content))
                .isPresent();
        if (there) {
            return Outcome.APPLIED;
        }
        return changesNothing ? Outcome.NO_CHANGE : Outcome.FAILED;
    }
}
