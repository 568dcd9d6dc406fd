package ai.a5c.krate.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Translates the text of one glob to a regular expression. */
final class GlobReader {

    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private final StringBuilder literal = new StringBuilder();
    private boolean special;
    private int position;
    private int openBraces;

    GlobReader(String glob) {
        this.glob = glob;
        if (glob.isEmpty() || glob.length() > Glob.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a glob has 1 to %d characters, this one has %d".formatted(Glob.MAX_LENGTH, glob.length()));
        }
        if (glob.charAt(0) == '!') {
            throw bad(0, "'!' negates nothing here; put the glob under exclude, or write '\\!'");
        }
        while (position < glob.length()) {
            read(glob.charAt(position));
        }
        if (openBraces > 0) {
            throw bad(glob.lastIndexOf('{'), "'{' is never closed");
        }
    }

    boolean isLiteral() {
        return !special;
    }

    String literalPrefix() {
        return literal.toString();
    }

    Pattern pattern() {
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("glob '%s': cannot be read".formatted(glob), e);
        }
    }

    private void read(char character) {
        switch (character) {
            case '*' -> stars();
            case '?' -> special("[^/]");
            case '[' -> choice();
            case '{' -> {
                openBraces++;
                special("(?:");
            }
            case '}' -> closeBrace();
            case ',' -> comma();
            case '\\' -> escape();
            default -> plain(character);
        }
    }

    private void stars() {
        int end = position;
        while (end < glob.length() && glob.charAt(end) == '*') {
            end++;
        }
        int count = end - position;
        if (count > 2) {
            throw bad(position, "write '*' for one segment or '**' for many");
        }
        boolean startsSegment = position == 0 || "/{,".indexOf(glob.charAt(position - 1)) >= 0;
        boolean slashFollows = end < glob.length() && glob.charAt(end) == '/';
        boolean below = end == glob.length() && position > 0 && glob.charAt(position - 1) == '/';
        position = end - 1;
        if (count == 1) {
            special("[^/]*");
        } else if (startsSegment && slashFollows) {
            position++;
            special("(?:.*/)?");
        } else {
            special(below ? ".+" : ".*");
        }
    }

    private void choice() {
        int start = position;
        int index = position + 1;
        StringBuilder members = new StringBuilder("[");
        if (index < glob.length() && (glob.charAt(index) == '!' || glob.charAt(index) == '^')) {
            members.append("^/");
            index++;
        }
        int first = index;
        while (index < glob.length() && (glob.charAt(index) != ']' || index == first)) {
            char member = glob.charAt(index);
            if (member == '/' || member == '\\' || member == '[') {
                throw bad(index, "'%s' cannot stand between '[' and ']'".formatted(member));
            }
            members.append(member == '-' && index > first ? "-" : quoted(member));
            index++;
        }
        if (index >= glob.length()) {
            throw bad(start, "'[' is never closed");
        }
        checkRanges(first, index);
        position = index;
        special(members.append(']').toString());
    }

    private void checkRanges(int first, int end) {
        for (int i = first + 1; i < end; i++) {
            boolean range = glob.charAt(i) == '-' && i + 1 < end;
            if (range && glob.charAt(i - 1) > glob.charAt(i + 1)) {
                throw bad(i - 1, "the range '%s' runs backwards".formatted(glob.substring(i - 1, i + 2)));
            }
            if (range && glob.charAt(i - 1) <= '/' && glob.charAt(i + 1) >= '/') {
                throw bad(i - 1, "the range '%s' would hold '/'".formatted(glob.substring(i - 1, i + 2)));
            }
            i += range ? 1 : 0;
        }
    }

    private void closeBrace() {
        if (openBraces == 0) {
            throw bad(position, "'}' closes nothing");
        }
        openBraces--;
        special(")");
    }

    private void comma() {
        if (openBraces > 0) {
            special("|");
        } else {
            plain(',');
        }
    }

    private void escape() {
        if (position + 1 == glob.length()) {
            throw bad(position, "'\\' stands before nothing");
        }
        position++;
        plain(glob.charAt(position));
    }

    private void plain(char character) {
        if (character < ' ' || character == 0x7f) {
            throw bad(position, "a control character");
        }
        regex.append(quoted(character));
        if (!special) {
            literal.append(character);
        }
        position++;
    }

    private void special(String expression) {
        special = true;
        regex.append(expression);
        position++;
    }

    private static String quoted(char character) {
        boolean plain = Character.isLetterOrDigit(character) || character > 0x7f || character == '_';
        return plain ? String.valueOf(character) : "\\" + character;
    }

    private IllegalArgumentException bad(int at, String why) {
        return new IllegalArgumentException("glob '%s': %s at %d".formatted(glob, why, at));
    }
}
