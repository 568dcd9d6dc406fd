package ai.a5c.krate.testkit.mux;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A question that the stand-in has asked. */
final class MuxQuestion {

    private final String id;
    private final String kind;
    private final long deadline;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Set<String> asked = new HashSet<>();
    private String decision = "allow";
    private String reason = "";
    private String by = "timeout";

    MuxQuestion(String id, String kind, long deadline) {
        this.id = id;
        this.kind = kind;
        this.deadline = deadline;
    }

    String id() {
        return id;
    }

    String kind() {
        return kind;
    }

    long deadline() {
        return deadline;
    }

    CountDownLatch answered() {
        return answered;
    }

    /** The connections that may answer it. */
    Set<String> asked() {
        return asked;
    }

    /** Takes an answer; false if it comes too late or from nobody who was asked. */
    boolean answer(String socket, String said, String why) {
        if (!asked.contains(socket) || answered.getCount() == 0) {
            return false;
        }
        settle(socket, said, why);
        return true;
    }

    void settle(String who, String said, String why) {
        decision = said;
        reason = why;
        by = who;
        answered.countDown();
    }

    String decision() {
        return decision;
    }

    String reason() {
        return reason;
    }

    String by() {
        return by;
    }
}
