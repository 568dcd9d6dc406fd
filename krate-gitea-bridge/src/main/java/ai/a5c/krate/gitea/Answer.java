package ai.a5c.krate.gitea;

import java.util.function.Function;

/** What a forge says to a question: what was asked for, or that it will not tell. */
sealed interface Answer<T> {

    /** The outcome of {@code told} or {@code untold}, whichever fits. */
    <R> R either(Function<T, R> told, Function<String, R> untold);

    /** What was asked for. */
    record Given<T>(T value) implements Answer<T> {

        @Override
        public <R> R either(Function<T, R> told, Function<String, R> untold) {
            return told.apply(value);
        }
    }

    /**
     * It will not tell.
     *
     * @param reason for people: who was refused what, and what to grant
     */
    record Withheld<T>(String reason) implements Answer<T> {

        @Override
        public <R> R either(Function<T, R> told, Function<String, R> untold) {
            return untold.apply(reason);
        }
    }
}
