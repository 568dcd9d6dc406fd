package ai.a5c.krate.gitea;

import java.io.IOException;

/** Thrown when a forge answers with more than is read. */
final class OversizedAnswerException extends IOException {

    OversizedAnswerException(int maxBytes) {
        super("the answer has more than %d bytes".formatted(maxBytes));
    }

    /** Whether that is what {@code failure} comes of. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OversizedAnswerException) {
                return true;
            }
        }
        return false;
    }
}
