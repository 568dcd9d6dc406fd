package ai.a5c.krate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages that people read first: their links lead somewhere, and the classes that they name are there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern TYPE = Pattern.compile("`(?:[a-z]+\\.)*((?:[A-Z][a-z]+){2,})(?:\\.\\w+)?`");

    static Stream<Path> pages() throws IOException {
        List<Path> all;
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
            all = Stream.of(top, docs, examples)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    @Test
    void everyTypeOnTheMapIsThere() throws IOException {
        Set<String> types;
        try (Stream<Path> modules = Files.list(ROOT)) {
            types = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(DocumentsTest::typesBelow)
                    .collect(Collectors.toSet());
        }
        String map = Files.readString(ROOT.resolve("docs/architecture.md"));
        assertThat(TYPE.matcher(map).results().map(type -> type.group(1)))
                .hasSizeGreaterThan(20)
                .allSatisfy(type -> assertThat(types).contains(type));
    }

    private static Stream<String> typesBelow(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> types = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
            return types.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
