package ai.a5c.krate.engine;

import java.util.function.Supplier;

/** Ends the transaction of a dry run, and carries its result out of it. */
final class TakenBackException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Object result;

    private TakenBackException(Object result) {
        super("the write was a dry run", null, false, false);
        this.result = result;
    }

    /** The result of {@code write}, also if it was taken back. */
    static <T> T caught(Class<T> type, Supplier<T> write) {
        try {
            return write.get();
        } catch (TakenBackException e) {
            return type.cast(e.result);
        }
    }

    /**
     * The same {@code result}, if it is meant to last.
     *
     * @throws TakenBackException if it is the result of a dry run
     */
    static <T> T unless(boolean dryRun, T result) {
        if (dryRun) {
            throw new TakenBackException(result);
        }
        return result;
    }
}
