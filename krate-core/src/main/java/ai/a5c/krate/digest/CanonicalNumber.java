package ai.a5c.krate.digest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** A number as RFC 8785 writes it: the shortest text that ECMAScript would print; integers stay exact. */
final class CanonicalNumber {

    /** Digits before the point up to which ECMAScript writes no exponent. */
    private static final int PLAIN_DIGITS = 21;

    /** No double has more digits before its point; a longer integer is an attack. */
    private static final int LONGEST_INTEGER = 400;

    private CanonicalNumber() {}

    static String text(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return ofDouble(number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue());
        }
        if (number instanceof BigDecimal decimal) {
            return ofDecimal(decimal);
        }
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.toString();
        }
        if (number instanceof BigInteger integer) {
            return ofDecimal(new BigDecimal(integer));
        }
        throw new IllegalArgumentException("no canonical JSON for " + number.getClass());
    }

    private static String ofDecimal(BigDecimal decimal) {
        BigDecimal exact = decimal.stripTrailingZeros();
        if (Math.abs((long) exact.precision() - exact.scale()) > LONGEST_INTEGER) {
            throw new IllegalArgumentException("the number is out of the range of JSON numbers");
        }
        if (exact.scale() <= 0) {
            return exact.toBigInteger().toString();
        }
        double nearest = exact.doubleValue();
        String text = ofDouble(nearest);
        if (new BigDecimal(text).compareTo(exact) != 0) {
            throw new IllegalArgumentException("the number has more digits than a double can hold");
        }
        return text;
    }

    private static String ofDouble(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = shortest(value);
        return layout(shortest.unscaledValue().abs().toString(), shortest.precision() - shortest.scale(), value < 0);
    }

    /** The decimal of fewest digits that reads back as {@code value}, and of these the nearest. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        for (int digits = best.precision(); digits > 0; digits--) {
            BigDecimal low = exact.round(new MathContext(digits, RoundingMode.FLOOR));
            BigDecimal high = exact.round(new MathContext(digits, RoundingMode.CEILING));
            boolean lowReads = low.doubleValue() == value;
            boolean highReads = high.doubleValue() == value;
            if (!lowReads && !highReads) {
                break;
            }
            boolean highIsNearer = high.subtract(exact).compareTo(exact.subtract(low)) < 0;
            best = lowReads && !(highReads && highIsNearer) ? low : high;
        }
        return best.stripTrailingZeros();
    }

    /** The digits as ECMAScript lays them out, with the point after {@code point} digits. */
    private static String layout(String digits, int point, boolean negative) {
        int count = digits.length();
        String text;
        if (count <= point && point <= PLAIN_DIGITS) {
            text = digits + "0".repeat(point - count);
        } else if (point > 0 && point <= PLAIN_DIGITS) {
            text = digits.substring(0, point) + "." + digits.substring(point);
        } else if (point > -6 && point <= 0) {
            text = "0." + "0".repeat(-point) + digits;
        } else {
            String fraction = count == 1 ? "" : "." + digits.substring(1);
            text = digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
        }
        return negative ? "-" + text : text;
    }
}
