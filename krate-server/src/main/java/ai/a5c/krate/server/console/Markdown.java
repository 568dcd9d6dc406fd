package ai.a5c.krate.server.console;

import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown from outside as HTML that can do nothing: raw HTML becomes text, images their description, links are checked. */
final class Markdown {

    private static final Parser PARSER =
            Parser.builder().maxOpenBlockParsers(50).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>\n")
            .build();

    private Markdown() {}

    static String html(String text) {
        Node document = PARSER.parse(text);
        document.accept(new WithoutImages());
        return RENDERER.render(document);
    }

    static List<String> all(List<String> texts) {
        return texts.stream().map(Markdown::html).toList();
    }

    private static final class WithoutImages extends AbstractVisitor {

        @Override
        public void visit(Image image) {
            image.insertBefore(new Text("[image: " + image.getDestination() + "]"));
            image.unlink();
        }
    }
}
