package ai.a5c.krate.trigger;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is limited in a time, and how much of it is used.
 *
 * @param subject the rule's name, the actor's login, the repository, or the work item with its repository
 * @param rate as in {@code 20/h}
 * @param used in the time that ends now
 * @param freeAt when something is left again; empty while something is left
 */
public record Quota(Of of, String subject, String rate, int used, Optional<Instant> freeAt) {

    /** Something of which it is not known when something is left again. */
    public Quota(Of of, String subject, String rate, int used) {
        this(of, subject, rate, used, Optional.empty());
    }

    /** Why nothing more is allowed now, and until when, as far as it is known. */
    public String told() {
        return told(Words.of(of).replace('-', ' '));
    }

    /** The same where people know what is limited by the name {@code called}. */
    public String told(String called) {
        return "%s '%s' has used up its %s%s"
                .formatted(
                        called,
                        subject,
                        rate,
                        freeAt.map(when -> "; it is free again at " + when).orElse(""));
    }

    /** Whether nothing is left of it. */
    public boolean isUsedUp() {
        return used >= Rate.parse(rate).limit();
    }

    /** What is limited. */
    public enum Of {
        /** New runs of a rule. */
        RULE,
        /** Decisions about one actor's events. */
        ACTOR,
        /** Decisions about one repository's events. */
        REPOSITORY,
        /** New runs on one work item, whoever asks for them. */
        WORK_ITEM;

        /** Whether only what makes a run uses it; else every decision does. */
        public boolean isOfRuns() {
            return this == RULE || this == WORK_ITEM;
        }
    }
}
