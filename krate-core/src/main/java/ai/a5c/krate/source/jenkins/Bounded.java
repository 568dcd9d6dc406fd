package ai.a5c.krate.source.jenkins;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts what a build says to what a report may hold, and takes out what hides in texts. */
final class Bounded {

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
    private static final Pattern HIDDEN_IN_LINES = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}&&[^\\n\\t]]");
    private static final Pattern USER_OF_ADDRESS = Pattern.compile("(?i)^([a-z][a-z0-9+.-]*://)[^/?#]*@");

    private Bounded() {}

    /** One line. */
    static String line(String text, int most) {
        return cut(HIDDEN.matcher(text).replaceAll("\ufffd"), most);
    }

    /** Text whose lines and tabs are kept. */
    static String lines(String text, int most) {
        return cut(HIDDEN_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll("\ufffd"), most);
    }

    /** The address of a page for people; empty if it is no web address. */
    static String page(String url, int most) {
        String address = line(withoutUser(url), most);
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://") ? address : "";
    }

    /** An address without the user and the password that may stand in it; {@code git@host:path} names no secret. */
    static String withoutUser(String url) {
        return USER_OF_ADDRESS.matcher(url).replaceFirst("$1");
    }

    static <T> List<T> first(List<T> all, int most) {
        return List.copyOf(all.size() <= most ? all : all.subList(0, most));
    }

    static List<String> lines(List<String> all, int most, int longest) {
        return first(all, most).stream().map(text -> line(text, longest)).toList();
    }

    /** The first {@code most} characters, no character torn apart. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
