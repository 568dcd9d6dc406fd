package ai.a5c.krate.approval;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where an approval stands. */
public enum ApprovalPhase {
    PENDING,
    /** As many people as needed said yes; what they said it to may happen. */
    APPROVED,
    DENIED,
    /** Nobody decided in time. */
    EXPIRED,
    /** What it was about moved, or is no longer wanted. */
    SUPERSEDED,
    /** What was approved happened. */
    APPLIED,
    /** What was approved was tried and failed for good. */
    APPLY_FAILED;

    /** Whether an approval in this phase can never move again. */
    public boolean isTerminal() {
        return this != PENDING && this != APPROVED;
    }

    /** As it is written in {@code status.phase}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The phase that is written {@code word}. */
    public static ApprovalPhase of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown word '%s'; expected one of %s"
                        .formatted(
                                word,
                                Arrays.stream(values()).map(ApprovalPhase::word).collect(Collectors.joining(", ")))));
    }
}
