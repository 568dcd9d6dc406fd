package ai.a5c.krate.registry;

import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Form;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says what is wrong with a text that should have a form. */
public final class Forms {

    private static final String CRON_PART = "(\\*|[0-9A-Za-z]{1,3}(-[0-9A-Za-z]{1,3})?)(/[0-9]{1,2})?";

    private static final Map<Form, String> PATTERNS = new EnumMap<>(Map.of(
            Form.NAME, "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*",
            Form.DIGEST, "sha256:[0-9a-f]{64}",
            Form.URL, "(https?|ssh|git|file)://[^\\s@\\x00-\\x1f\\x7f]*",
            Form.COMMIT, "[0-9a-f]{40}([0-9a-f]{24})?",
            Form.HOST, "(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?",
            Form.RATE, "[1-9][0-9]{0,5}/[mhd]",
            Form.CRON, "%1$s(,%1$s){0,30}( %1$s(,%1$s){0,30}){4}".formatted(CRON_PART)));

    private static final Map<Form, Predicate<String>> COMPILED = new EnumMap<>(Form.class);

    static {
        PATTERNS.forEach(
                (form, pattern) -> COMPILED.put(form, Pattern.compile(pattern).asMatchPredicate()));
    }

    private Forms() {}

    /** The regular expression that the whole of a text of this form matches; empty where one cannot say it. */
    public static Optional<String> pattern(Form form) {
        return Optional.ofNullable(PATTERNS.get(form));
    }

    /** What is wrong with {@code text}, in words; empty if it has the form. */
    static Optional<String> fault(Form form, String text) {
        return switch (form) {
            case TEXT -> Optional.empty();
            case GLOB -> Patterns.globFault(text);
            case TEMPLATE -> Patterns.templateFault(text);
            default ->
                has(form, text) ? Optional.empty() : Optional.of(words(form).formatted(Quoted.of(text)));
        };
    }

    private static boolean has(Form form, String text) {
        return switch (form) {
            case NAME -> isName(text);
            case DURATION -> Durations.isValid(text);
            case TIME_ZONE -> ZoneId.getAvailableZoneIds().contains(text);
            case PATH -> isPath(text);
            default -> Optional.ofNullable(COMPILED.get(form)).stream().allMatch(shape -> shape.test(text));
        };
    }

    private static String words(Form form) {
        return switch (form) {
            case NAME -> "%s is no name; expected lower case letters, digits, '-' and '.'";
            case DURATION -> "%s is no length of time; expected such as 30m, 2h, 7d";
            case URL -> "no acceptable URL; expected http, https, ssh, git or file, without a password in it";
            case DIGEST -> "expected sha256: and 64 hex digits";
            case CRON -> "%s is no cron line; expected five fields such as 0 6 * * 1-5";
            case TIME_ZONE -> "%s is no time zone; expected such as Europe/Berlin or UTC";
            case PATH -> "%s is no path below the root; expected such as docs/guide.md";
            case COMMIT -> "expected 40 or 64 lower case hex digits";
            case HOST -> "%s is no host; expected such as git.example.com or *.example.com:443";
            case RATE -> "%s is no rate; expected such as 20/h, 5/m, 100/d";
            case TEXT, GLOB, TEMPLATE -> "%s does not fit";
        };
    }

    private static boolean isPath(String text) {
        return !text.startsWith("/")
                && text.indexOf('\\') < 0
                && text.chars().noneMatch(Character::isISOControl)
                && Pattern.compile("/")
                        .splitAsStream(text + "/.")
                        .noneMatch(step -> step.isEmpty() || step.equals(".."));
    }

    /** Whether {@code text} is a DNS-1123 subdomain of at most 253 characters. */
    static boolean isName(String text) {
        return text.length() <= 253
                && Optional.ofNullable(COMPILED.get(Form.NAME)).stream().allMatch(shape -> shape.test(text));
    }
}
