package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.Selector.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads selectors in the spelling of Kubernetes: {@code a=b,c!=d,e in (f,g),!h}. */
final class Selectors {

    private static final int LONGEST = 4_096;
    private static final Pattern SET = Pattern.compile("([^\\s=!,()]+)\\s+(in|notin)\\s+\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s=!,()]+)\\s*(==|=|!=)\\s*([^\\s=!,()]*)");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*([^\\s=!,()]+)");

    private Selectors() {}

    static List<Selector> read(String text, String parameter) {
        if (text.length() > LONGEST) {
            throw wrong(parameter);
        }
        List<Selector> selectors = new ArrayList<>();
        for (String part : parts(text)) {
            try {
                selectors.add(one(part.strip(), parameter));
            } catch (IllegalArgumentException e) {
                throw wrong(parameter);
            }
        }
        return selectors;
    }

    private static Selector one(String part, String parameter) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            Operator operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
            return new Selector(
                    set.group(1),
                    operator,
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList());
        }
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            Operator operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Selector(equality.group(1), operator, List.of(equality.group(3)));
        }
        Matcher presence = PRESENCE.matcher(part);
        if (presence.matches()) {
            return new Selector(
                    presence.group(2), presence.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT, List.of());
        }
        throw wrong(parameter);
    }

    /** Split at commas that stand outside of parentheses. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static Refusal wrong(String parameter) {
        return Status.badRequest(parameter + " is not a selector such as a=b,c!=d,e in (f,g)")
                .refusal();
    }
}
