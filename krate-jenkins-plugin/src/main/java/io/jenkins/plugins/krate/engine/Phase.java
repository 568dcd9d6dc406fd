package io.jenkins.plugins.krate.engine;

import java.util.Arrays;
import java.util.Locale;

/** Where a run stands. */
public enum Phase {
    /** There is no run: the permission review, or a rule, says no. */
    DENIED,
    PENDING,
    WAITING_FOR_APPROVAL,
    QUEUED,
    RUNNING,
    /** It goes on only after somebody changed what blocks it. */
    BLOCKED,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The engine said something that this plugin does not know. */
    UNKNOWN;

    /** The phase of a word such as {@code waiting-for-approval}. */
    public static Phase of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** In lower case with {@code -}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether nothing more happens in it. */
    public boolean isFinal() {
        return this == DENIED || this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
