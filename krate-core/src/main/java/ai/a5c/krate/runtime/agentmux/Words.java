package ai.a5c.krate.runtime.agentmux;

import org.jspecify.annotations.Nullable;

/** What people are told. */
final class Words {

    static final String WRONG_TOKEN =
            "the gateway does not accept Krate's token: issue one there and store it with krate secret set";

    private static final int MAX = 2_000;

    private Words() {}

    /** A failure in a few words. */
    static String of(@Nullable Throwable failure) {
        return failure == null ? "unknown" : failure.getClass().getSimpleName() + ": " + message(failure);
    }

    /** A text of the gateway's, short enough to be told. */
    static String bounded(String text) {
        return text.length() <= MAX ? text : text.substring(0, MAX) + " [cut]";
    }

    /** What a failure says. */
    static String message(@Nullable Throwable failure) {
        return failure == null || failure.getMessage() == null ? "unknown" : bounded(failure.getMessage());
    }
}
