package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import java.util.Map;

/** Turns the gateway's end of a run into Krate's. */
final class Ends {

    static final End UNKNOWN = new End(Outcome.LOST, "the gateway does not know the run");

    private Ends() {}

    /** What a final event or a record of a run that is not running says; {@code cancelled} is why this side stopped it. */
    static End of(Map<String, Object> said, String cancelled) {
        String reason = Fields.text(said, "exitReason");
        long status = Fields.number(said, "exitCode");
        return switch (reason.isEmpty() ? Fields.text(said, "status") : reason) {
            case "completed" ->
                status == 0
                        ? new End(Outcome.SUCCEEDED, "completed")
                        : new End(Outcome.FAILED, "exited with status " + status);
            case "aborted", "interrupted" -> new End(Outcome.CANCELLED, stopped(cancelled));
            case "timeout" -> new End(Outcome.TIMED_OUT, "the gateway ended it at the wall clock limit");
            case "inactivity" -> new End(Outcome.IDLE, "the gateway ended it after too long a silence");
            case "turn_limit" -> new End(Outcome.FAILED, "it reached the limit of turns");
            case "killed" ->
                cancelled.isEmpty()
                        ? new End(Outcome.FAILED, "it was killed" + signal(said))
                        : new End(Outcome.CANCELLED, stopped(cancelled));
            default -> new End(Outcome.FAILED, failure(said, status) + signal(said));
        };
    }

    private static String stopped(String cancelled) {
        return cancelled.isEmpty() ? "it was stopped at the gateway" : "cancelled: " + cancelled;
    }

    private static String failure(Map<String, Object> said, long status) {
        Map<String, Object> error = Fields.object(said, "error");
        if (error.isEmpty()) {
            return "the agent failed with status " + status;
        }
        return "%s: %s"
                .formatted(
                        Fields.text(error, "code"),
                        Words.bounded(Fields.text(error, "message").strip()));
    }

    private static String signal(Map<String, Object> said) {
        String signal = Fields.text(said, "signal");
        return signal.isEmpty() ? "" : " by " + signal;
    }
}
