package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages escape what they show, and carry no script of their own. */
final class JellyTest {

    @Test
    void everyPageEscapesByDefault() throws IOException {
        assertThat(pages())
                .isNotEmpty()
                .allSatisfy(page ->
                        assertThat(text(page)).as(page.toString()).startsWith("<?jelly escape-by-default='true'?>"));
    }

    @Test
    void noPageCarriesScriptOrHandlers() throws IOException {
        assertThat(pages())
                .allSatisfy(page -> assertThat(text(page))
                        .as(page.toString())
                        .doesNotContainPattern(
                                "(?i)<script|javascript:|\\son[a-z]+\\s*=|escapeText\\s*=\\s*.false|\\sstyle\\s*="));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Places.plugin("src/main/resources"))) {
            return files.filter(file -> file.toString().endsWith(".jelly")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
