package ai.a5c.krate.failure;

import java.util.Locale;
import java.util.Set;

/** One word of a message, normalized by what it looks like: a time, a number, an id, an address, a path. */
final class Word {

    private static final String NUMBER = "<n>";
    private static final String ID = "<id>";
    private static final String PATH = "<path>";
    private static final String NUMBER_MARKS = ":.-+,/%TZ";
    private static final String SEPARATORS = ":-@#$+~";
    private static final int SHORTEST_ID = 7;
    private static final int LENGTH_OF_UUID = 36;
    private static final Set<String> UNITS = Set.of(
            "ms", "s", "m", "h", "us", "µs", "ns", "min", "sec", "b", "k", "kb", "mb", "gb", "kib", "mib", "gib", "x");
    private static final Set<String> BEFORE_CODES = Set.of("code", "status", "signal", "exit", "HTTP", "errno", "-");

    private Word() {}

    /** Whether {@code word} is a code that tells failures apart, as in {@code exit code 2}. */
    static boolean isCode(String before, String word) {
        return BEFORE_CODES.contains(before) && word.length() <= 3 && isNumber(word);
    }

    static boolean isPath(String word) {
        return word.indexOf('/') >= 0 || word.indexOf('\\') >= 0;
    }

    static String normalized(String word) {
        if (word.contains("://")) {
            return address(word);
        }
        if (isTime(word) || isQuantity(word)) {
            return NUMBER;
        }
        if (isId(word)) {
            return ID;
        }
        return isPath(word) ? path(word) : parts(word);
    }

    private static String address(String word) {
        int from = word.indexOf("://") + 3;
        int end = from;
        while (end < word.length() && ":/?#".indexOf(word.charAt(end)) < 0) {
            end++;
        }
        int last = word.lastIndexOf('/');
        String file = last >= end ? parts(word.substring(last + 1)) : "";
        return word.substring(0, end) + "/" + file;
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A number, time, date or IP address; not a version such as {@code 1.4.2}. */
    private static boolean isTime(String word) {
        boolean digit = false;
        int dots = 0;
        boolean other = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (NUMBER_MARKS.indexOf(c) < 0) {
                return false;
            } else {
                dots += c == '.' ? 1 : 0;
                other |= c != '.';
            }
        }
        return digit && (other || dots != 2);
    }

    /** {@code 12ms}, {@code 3.5s}, {@code 1m2.3s}, {@code 512MiB}. */
    private static boolean isQuantity(String word) {
        int at = 0;
        int groups = 0;
        while (at < word.length()) {
            int digits = at;
            while (digits < word.length() && (isDigit(word.charAt(digits)) || word.charAt(digits) == '.')) {
                digits++;
            }
            int unit = digits;
            while (unit < word.length() && Character.isLetter(word.charAt(unit))) {
                unit++;
            }
            if (digits == at || !UNITS.contains(word.substring(digits, unit).toLowerCase(Locale.ROOT))) {
                return false;
            }
            groups++;
            at = unit;
        }
        return groups > 0;
    }

    private static boolean isId(String word) {
        if (word.startsWith("0x") && isHex(word.substring(2))) {
            return true;
        }
        if (word.length() == LENGTH_OF_UUID && isHex(word.replace("-", ""))) {
            return true;
        }
        return word.length() >= SHORTEST_ID && isHex(word) && word.chars().anyMatch(c -> isDigit((char) c));
    }

    private static boolean isHex(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String path(String word) {
        String path = withoutPosition(word);
        if (path.startsWith("/tmp/")
                || path.contains("/var/folders/")
                || path.contains("\\Temp\\")
                || path.contains("/temp/")) {
            return PATH;
        }
        boolean near = path.startsWith("./") || path.startsWith("../");
        boolean absolute =
                path.startsWith("/") || path.startsWith("~") || path.indexOf(":\\") == 1 || path.indexOf(":/") == 1;
        String file = fileName(path);
        boolean named = near || file.indexOf('.') > 0 || path.endsWith("bin/" + file);
        if (absolute) {
            return named ? file : PATH;
        }
        return named && !near ? file : path;
    }

    private static String withoutPosition(String word) {
        int end = word.length();
        while (end > 0 && (isDigit(word.charAt(end - 1)) || word.charAt(end - 1) == ':')) {
            end--;
        }
        return end < word.length() && word.charAt(end) == ':' ? word.substring(0, end) : word;
    }

    /** What stands after the last slash or backslash, without hashes and numbers of its own. */
    static String fileName(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return pieces(path.substring(slash + 1), ".-@");
    }

    private static String parts(String word) {
        return pieces(word, SEPARATORS);
    }

    private static String pieces(String word, String separators) {
        StringBuilder kept = new StringBuilder(word.length());
        int from = 0;
        for (int at = 0; at <= word.length(); at++) {
            if (at == word.length() || separators.indexOf(word.charAt(at)) >= 0) {
                kept.append(piece(word.substring(from, at), from > 0 && word.charAt(from - 1) == '@'));
                if (at < word.length()) {
                    kept.append(word.charAt(at));
                }
                from = at + 1;
            }
        }
        return kept.toString();
    }

    /** A part of a word; {@code 20260102.030405} is the time of a snapshot, {@code 2.0} a version. */
    private static String piece(String piece, boolean identity) {
        int dot = piece.indexOf('.');
        boolean snapshot = dot == 8 && isNumber(piece.substring(0, dot)) && isNumber(piece.substring(dot + 1));
        if (isNumber(piece) || snapshot || (isQuantity(piece) && dot < 0)) {
            return NUMBER;
        }
        boolean object = identity && piece.length() >= 4 && isHex(piece) && dot < 0;
        return object || isId(piece) ? ID : piece;
    }
}
