package ai.a5c.krate.runtime.agentmux;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question that is open: who was asked it, and what was answered. */
final class Hook {

    private final ToolQuestion question;
    private final Set<Call> calls = new LinkedHashSet<>();
    private @Nullable Answer answer;
    private boolean closed;

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
    synchronized boolean close() {
        boolean news = !closed;
        closed = true;
        return news;
    }

    /** Whether the gateway has heard an answer. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Yes or no. */
    record Answer(boolean allowed, String reason) {}
}
