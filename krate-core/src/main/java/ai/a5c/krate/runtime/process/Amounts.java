package ai.a5c.krate.runtime.process;

import java.util.Locale;

/** Amounts of money as plain decimal numbers. */
final class Amounts {

    private static final double MOST = 1e9;

    private Amounts() {}

    /** Dollars with at most eight places, without an exponent; 0 for what is no amount. */
    static String text(double dollars) {
        if (!(dollars > 0) || dollars > MOST) {
            return "0";
        }
        return String.format(Locale.ROOT, "%.8f", dollars).replaceAll("\\.?0+$", "");
    }
}
