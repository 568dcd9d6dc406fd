package ai.a5c.krate.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** The paragraphs of a Markdown text that its author says in their own name, with the tokens in them. */
final class Prose {

    private static final Parser PARSER = Parser.builder()
            .customInlineContentParserFactory(new MentionSyntax())
            .maxOpenBlockParsers(50)
            .maxInlineNesting(50)
            .build();

    /** What stands for something that is no text, such as a link: it belongs to no word and ends none. */
    private static final char OBJECT = '\ufffc';

    private static final String COMMENT = "<!--";

    private final List<Paragraph> paragraphs = new ArrayList<>();
    private StringBuilder text = new StringBuilder();
    private List<Mark> marks = new ArrayList<>();

    /** Whether something before may hide what follows from readers. */
    private boolean html;

    private Prose() {}

    static List<Paragraph> read(String markdown) {
        if (markdown.indexOf('@') < 0 && markdown.indexOf('/') < 0) {
            return List.of();
        }
        String read = bounded(markdown);
        return PlainProse.read(read).orElseGet(() -> parsed(read));
    }

    /** The paragraphs as a parser of Markdown finds them. */
    static List<Paragraph> parsed(String markdown) {
        Prose prose = new Prose();
        prose.walk(PARSER.parse(markdown));
        return prose.paragraphs;
    }

    private static String bounded(String markdown) {
        if (markdown.length() <= Mention.MAX_CHARACTERS) {
            return markdown;
        }
        return markdown.substring(0, Math.max(0, markdown.lastIndexOf('\n', Mention.MAX_CHARACTERS)));
    }

    /** Visits the tree without recursion, so that no nesting exhausts the stack. */
    private void walk(Node root) {
        Node node = root;
        while (node != null) {
            Node down = enter(node) ? node.getFirstChild() : null;
            node = down != null ? down : next(node, root);
        }
    }

    private @Nullable Node next(Node from, Node root) {
        Node node = from;
        while (node != root) {
            leave(node);
            if (node.getNext() != null) {
                return node.getNext();
            }
            node = node.getParent();
        }
        return null;
    }

    private boolean enter(Node node) {
        if (node instanceof Text words) {
            text.append(words.getLiteral());
        } else if (node instanceof MentionSyntax.Node mention) {
            int start = text.length();
            text.append(mention.token());
            marks.add(new Mark(mention.token().toLowerCase(Locale.ROOT), start, text.length()));
        } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
            text.append('\n');
        } else if (node instanceof Code code) {
            text.append('`').append(code.getLiteral()).append('`');
        } else if (node instanceof Link || node instanceof Image) {
            text.append(OBJECT);
        } else if (node instanceof HtmlInline tag) {
            html |= !tag.getLiteral().startsWith(COMMENT);
        } else if (node instanceof HtmlBlock block) {
            html |= !isComment(block.getLiteral());
        }
        return !isSomebodyElses(node);
    }

    private void leave(Node node) {
        if (node instanceof org.commonmark.node.Paragraph || node instanceof Heading) {
            String said = text.toString();
            List<Mark> real =
                    marks.stream().filter(mark -> mark.standsAlone(said)).toList();
            boolean open = node instanceof org.commonmark.node.Paragraph && node.getParent() instanceof Document;
            paragraphs.add(new Paragraph(said, real, open && !html));
            text = new StringBuilder();
            marks = new ArrayList<>();
        }
    }

    /** Whether a block is one comment and nothing behind it. */
    private static boolean isComment(String block) {
        String html = block.strip();
        return html.startsWith(COMMENT) && html.indexOf("-->") == html.length() - 3;
    }

    private static boolean isSomebodyElses(Node node) {
        return node instanceof BlockQuote
                || node instanceof FencedCodeBlock
                || node instanceof IndentedCodeBlock
                || node instanceof HtmlBlock
                || node instanceof Link
                || node instanceof Image
                || node instanceof LinkReferenceDefinition;
    }

    /**
     * One paragraph or heading.
     *
     * @param text as a reader sees it; lines end in {@code \n}, code stands in backticks, links are one character
     * @param open whether it is a paragraph of its own that every reader sees: no heading, in no list, behind no HTML
     */
    record Paragraph(String text, List<Mark> marks, boolean open) {}

    /** A token in lower case and its place in the paragraph. */
    record Mark(String token, int start, int end) {

        private static final int LONGEST_URL = 2_000;

        boolean standsAlone(String text) {
            return token.startsWith("/")
                    ? startsLine(text) && !joins(text, end)
                    : !joinsBefore(text) && !joins(text, end);
        }

        private boolean startsLine(String text) {
            int from = start;
            while (from > 0 && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
                from--;
            }
            return from == 0 || text.charAt(from - 1) == '\n';
        }

        private boolean joinsBefore(String text) {
            if (start == 0) {
                return false;
            }
            int before = text.codePointBefore(start);
            return "/@.-+=&#%\\`".indexOf(before) >= 0 || isWordLike(before) || isInUrl(text);
        }

        /** Whether it stands in a bare URL: after a scheme, with no white space between. */
        private boolean isInUrl(String text) {
            int nearest = Math.max(1, start - LONGEST_URL);
            for (int i = start - 1; i >= nearest && !Character.isWhitespace(text.charAt(i)); i--) {
                if (text.charAt(i) == '/' && text.charAt(i - 1) == ':') {
                    return true;
                }
            }
            return false;
        }

        /** Whether what follows continues the word; a full stop or hyphen does so only before another letter. */
        private static boolean joins(String text, int end) {
            if (end == text.length()) {
                return false;
            }
            int after = text.codePointAt(end);
            if (after == '.' || after == '-') {
                return end + 1 < text.length() && isWordLike(text.codePointAt(end + 1));
            }
            return "/@=&#%\\+`".indexOf(after) >= 0 || isWordLike(after);
        }

        private static boolean isWordLike(int codePoint) {
            return Character.isLetterOrDigit(codePoint)
                    || codePoint == '_'
                    || codePoint == OBJECT
                    || codePoint == '\ufffd'
                    || switch (Character.getType(codePoint)) {
                        case Character.NON_SPACING_MARK,
                                Character.ENCLOSING_MARK,
                                Character.COMBINING_SPACING_MARK,
                                Character.FORMAT,
                                Character.CONTROL,
                                Character.SURROGATE,
                                Character.PRIVATE_USE,
                                Character.UNASSIGNED,
                                Character.CONNECTOR_PUNCTUATION -> !Character.isWhitespace(codePoint);
                        default -> false;
                    };
        }
    }
}
