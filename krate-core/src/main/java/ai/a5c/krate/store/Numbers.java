package ai.a5c.krate.store;

/** Numbers in the values of indexed fields. */
public final class Numbers {

    private Numbers() {}

    /** The number that {@code value} writes out, 0 if it is none. */
    public static double of(String value) {
        try {
            double number = Double.parseDouble(value);
            return Double.isFinite(number) ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
