package ai.a5c.krate.store.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/** The steps that take back what a transaction has written so far. */
final class Undo {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    void rollback() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    void forget() {
        steps.clear();
    }
}
