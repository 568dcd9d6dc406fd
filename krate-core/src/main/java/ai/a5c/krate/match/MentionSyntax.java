package ai.a5c.krate.match;

import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/** Makes a node of each {@code @name} and {@code /name} that is written out, not escaped, in Markdown text. */
final class MentionSyntax implements InlineContentParserFactory, InlineContentParser {

    private static final int LONGEST = 100;

    @Override
    public Set<Character> getTriggerCharacters() {
        return Set.of('@', '/');
    }

    @Override
    public InlineContentParser create() {
        return this;
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        Scanner scanner = state.scanner();
        StringBuilder token = new StringBuilder().append(scanner.peek());
        scanner.next();
        Position end = scanner.position();
        int length = 1;
        while (isPart(scanner.peek()) && token.length() <= LONGEST) {
            char part = scanner.peek();
            token.append(part);
            scanner.next();
            if (Ascii.isLetterOrDigit(part)) {
                end = scanner.position();
                length = token.length();
            }
        }
        token.setLength(length);
        return length == 1 ? ParsedInline.none() : ParsedInline.of(new Node(token.toString()), end);
    }

    /** Where the token that starts at {@code start} of {@code text} ends; right behind its first character if it is none. */
    static int end(String text, int start) {
        int end = start + 1;
        int longest = Math.min(text.length(), start + LONGEST + 1);
        for (int i = start + 1; i < longest && isPart(text.charAt(i)); i++) {
            if (Ascii.isLetterOrDigit(text.charAt(i))) {
                end = i + 1;
            }
        }
        return end;
    }

    private static boolean isPart(char character) {
        return Ascii.isLetterOrDigit(character) || character == '-' || character == '_' || character == '.';
    }

    /** A token as it is written, with its first character. */
    static final class Node extends CustomNode {

        private final String token;

        Node(String token) {
            this.token = token;
        }

        String token() {
            return token;
        }
    }
}
