package ai.a5c.krate.runtime.agentmux;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A question that is open: who was asked it, and what was answered. */
final class Hook {

    private final ToolQuestion question;
    private final Set<Call> calls = new LinkedHashSet<>();
    private @Nullable Answer answer;
    private final CompletableFuture<Boolean> heard = new CompletableFuture<>();

    Hook(ToolQuestion question) {
        this.question = question;
    }

    ToolQuestion question() {
        return question;
    }

    /** Another connection may answer it, too. */
    synchronized void askedOn(Call call) {
        calls.add(call);
    }

    /** The connections that may still answer it. */
    synchronized Set<Call> calls() {
        calls.removeIf(Call::isOver);
        return new LinkedHashSet<>(calls);
    }

    /** Settles the answer; false if there was one. */
    synchronized boolean settle(Answer given) {
        if (answer != null) {
            return false;
        }
        answer = given;
        return true;
    }

    /** Whether it has been answered with yes. */
    synchronized boolean isAllowed() {
        return answer != null && answer.allowed();
    }

    /** Whether it has been answered. */
    synchronized boolean isSettled() {
        return answer != null;
    }

    /** The gateway has heard an answer; false if that was known. */
    boolean close(boolean allowed) {
        return heard.complete(allowed);
    }

    /** Whether the gateway has heard an answer. */
    boolean isClosed() {
        return heard.isDone();
    }

    /** Whether the gateway says within that time that it heard this answer: its reply may go with a connection. */
    CompletableFuture<Boolean> isHeardAs(boolean allowed, Duration patience) {
        return heard.copy()
                .thenApply(was -> was == allowed)
                .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Yes or no. */
    record Answer(boolean allowed, String reason) {}
}
