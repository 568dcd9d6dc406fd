package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import java.util.Optional;

/** Turns a supervisor's last word into Krate's. */
final class Ending {

    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = 64;

    private Ending() {}

    /**
     * The end that {@code word} stands for.
     *
     * @param cancelled why it was cancelled, if it was
     * @param failure why an exit with status 0 is no success, if it is none
     */
    static End of(String word, Optional<String> cancelled, Optional<String> failure) {
        String[] parts = word.split(" ", 2);
        String figure = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "exit" -> exited(figure, failure);
            case "cancelled" -> cancelled(cancelled.orElse("no reason given"));
            case "timeout" -> new End(Outcome.TIMED_OUT, "ran longer than %s s".formatted(figure));
            case "idle" -> new End(Outcome.IDLE, "no output for %s s".formatted(figure));
            case "output" -> new End(Outcome.OUTPUT_LIMIT, "said more than %s bytes".formatted(figure));
            case "disk" -> new End(Outcome.FAILED, "used more than %s bytes on disk".formatted(figure));
            case "processes" -> new End(Outcome.FAILED, "had more than %s processes".formatted(figure));
            case "unreturned" -> new End(Outcome.FAILED, HarmlessText.of(figure));
            case "lost" -> new End(Outcome.LOST, HarmlessText.of(figure));
            default -> lost();
        };
    }

    static End cancelled(String reason) {
        return new End(Outcome.CANCELLED, "cancelled: " + HarmlessText.of(reason));
    }

    static End lost() {
        return new End(Outcome.LOST, "its supervisor is gone and left no exit status");
    }

    static End unknown() {
        return new End(Outcome.LOST, "this host does not know the session");
    }

    private static End exited(String figure, Optional<String> failure) {
        if (figure.equals("0")) {
            return failure.map(why -> new End(Outcome.FAILED, HarmlessText.of(why)))
                    .orElseGet(() -> new End(Outcome.SUCCEEDED, "exited with status 0"));
        }
        int status = figure.matches("\\d{1,3}") ? Integer.parseInt(figure) : 1;
        String message = status > SIGNALS && status <= SIGNALS + LAST_SIGNAL
                ? "killed by signal " + (status - SIGNALS)
                : "exited with status " + status;
        return new End(Outcome.FAILED, message);
    }
}
