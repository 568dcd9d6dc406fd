package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that names a type of a plugin that is not installed does not load. */
class OptionalPluginsTest {

    @Test
    void onlyOneClassKnowsTheJUnitPlugin() throws IOException, URISyntaxException {
        assertThat(classesThatName("hudson/tasks/junit/", "hudson/tasks/test/"))
                .containsExactly("io/jenkins/plugins/krate/failure/JUnitResults.class");
    }

    @Test
    void onlyOneClassKnowsTheScmApi() throws IOException, URISyntaxException {
        assertThat(classesThatName("jenkins/scm/api/"))
                .containsExactly("io/jenkins/plugins/krate/failure/BranchRevisions.class");
    }

    @Test
    void onlyOneClassAndItsPartsKnowTheFoldersPlugin() throws IOException, URISyntaxException {
        assertThat(classesThatName("com/cloudbees/hudson/plugins/folder/"))
                .allMatch(name -> name.startsWith("io/jenkins/plugins/krate/config/FolderReports"))
                .hasSize(3);
    }

    @Test
    void noClassKnowsTheGitPlugin() throws IOException, URISyntaxException {
        assertThat(classesThatName("hudson/plugins/git/")).isEmpty();
    }

    private static List<String> classesThatName(String... packages) throws IOException, URISyntaxException {
        Path classes = Path.of(FailureListener.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> names(file, packages))
                    .map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static boolean names(Path file, String... packages) {
        try {
            String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Stream.of(packages).anyMatch(constants::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
