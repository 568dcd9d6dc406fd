package ai.a5c.krate.store.memory;

import ai.a5c.krate.store.Durability;
import java.util.ArrayDeque;
import java.util.Deque;

/** The steps that take back what a transaction has written so far, and what relaxed ones wrote since the last synced one. */
final class Undo {

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Deque<Runnable> relaxed = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    void rollback() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    /** The transaction has committed: only a relaxed one may still be lost. */
    void committed(Durability durability) {
        if (durability == Durability.RELAXED) {
            steps.descendingIterator().forEachRemaining(relaxed::push);
        } else {
            relaxed.clear();
        }
        steps.clear();
    }

    /** Takes back what may be lost. */
    void lose() {
        while (!relaxed.isEmpty()) {
            relaxed.pop().run();
        }
    }
}
