package ai.a5c.krate.registry;

import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Form;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says what is wrong with a text that should have a form. */
final class Forms {

    private static final Predicate<String> NAME = Pattern.compile(
                    "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*")
            .asMatchPredicate();
    private static final Predicate<String> DIGEST =
            Pattern.compile("sha256:[0-9a-f]{64}").asMatchPredicate();
    private static final Predicate<String> URL =
            Pattern.compile("(https?|ssh|git|file)://[^\\s@\\p{Cntrl}]*").asMatchPredicate();

    private Forms() {}

    static Optional<String> fault(Form form, String text) {
        return switch (form) {
            case TEXT -> Optional.empty();
            case NAME ->
                isName(text)
                        ? Optional.empty()
                        : Optional.of("'%s' is no name; expected lower case letters, digits, '-' and '.'"
                                .formatted(shortened(text)));
            case DURATION ->
                Durations.isValid(text)
                        ? Optional.empty()
                        : Optional.of(
                                "'%s' is no length of time; expected such as 30m, 2h, 7d".formatted(shortened(text)));
            case URL ->
                URL.test(text)
                        ? Optional.empty()
                        : Optional.of(
                                "no acceptable URL; expected http, https, ssh, git or file, without a password in it");
            case DIGEST -> DIGEST.test(text) ? Optional.empty() : Optional.of("expected sha256: and 64 hex digits");
            case GLOB -> Patterns.globFault(text);
            case TEMPLATE -> Patterns.templateFault(text);
        };
    }

    /** Whether {@code text} is a DNS-1123 subdomain of at most 253 characters. */
    static boolean isName(String text) {
        return text.length() <= 253 && NAME.test(text);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
