package ai.a5c.krate.transcript;

/**
 * Which events of a stream to look at; sequences have no gaps, so that a window is read without looking at the rest.
 *
 * @param after behind this sequence
 * @param limit at most so many
 */
public record Window(long after, int limit) {

    /** The most events of one window. */
    public static final int MOST = 1_000;

    public Window {
        after = Math.max(0, after);
        limit = Math.max(0, Math.min(MOST, limit));
    }

    /** The first ones. */
    public static Window first(int limit) {
        return new Window(0, limit);
    }

    /** The last ones of a stream that ends with {@code last}. */
    public static Window last(long last, int limit) {
        return new Window(last - Math.min(limit, MOST), limit);
    }

    /** The ones before {@code sequence}. */
    public static Window before(long sequence, int limit) {
        int most = Math.min(limit, MOST);
        return new Window(sequence - 1 - most, (int) Math.max(0, Math.min(most, sequence - 1)));
    }

    /** Those on both sides of {@code sequence}. */
    public static Window around(long sequence, int limit) {
        return new Window(sequence - 1 - Math.min(limit, MOST) / 2, limit);
    }
}
