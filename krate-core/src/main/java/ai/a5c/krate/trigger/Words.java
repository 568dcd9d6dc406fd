package ai.a5c.krate.trigger;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** How names are compared and shown. */
final class Words {

    private Words() {}

    /** With ASCII letters in lower case and all others as they are, so that no look-alike becomes a letter. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return text.chars()
                        .map(letter -> letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String list(Collection<String> texts) {
        return texts.isEmpty() ? "none" : texts.stream().sorted().collect(Collectors.joining(", "));
    }
}
