package ai.a5c.krate.redact;

/** Whether a word looks made by chance and not by a person. */
final class Randomness {

    private static final double BITS_PER_CHARACTER = 2.75;
    private static final int LETTERS = 128;

    private Randomness() {}

    /** Whether {@code word} has enough different characters of more than one sort. */
    static boolean isIn(String word) {
        boolean digits = false;
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < word.length(); i++) {
            char character = word.charAt(i);
            digits |= character >= '0' && character <= '9';
            lower |= character >= 'a' && character <= 'z';
            upper |= character >= 'A' && character <= 'Z';
        }
        boolean mixed = (digits && (lower || upper)) || (lower && upper && word.length() >= 16);
        return mixed && entropy(word) >= BITS_PER_CHARACTER;
    }

    /** Shannon's entropy in bits for each character; letters beyond ASCII share places. */
    private static double entropy(String word) {
        int[] counts = new int[LETTERS];
        for (int i = 0; i < word.length(); i++) {
            counts[word.charAt(i) % LETTERS]++;
        }
        double bits = 0;
        for (int count : counts) {
            double share = (double) count / word.length();
            bits -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
