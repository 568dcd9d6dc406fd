package ai.a5c.krate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.OriginRepository;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for embedders, compiled as a stranger would and run in a process of its own. */
class EmbedExampleIT {

    private static final Path EXAMPLE = Path.of("..", "examples", "embed");
    private static final String CLASSES = System.getProperty("java.class.path", "");

    @TempDir
    private Path directory;

    private Path compiled() throws IOException {
        Path compiled = Files.createDirectories(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", CLASSES, "-d", compiled.toString()));
        try (Stream<Path> sources = Files.list(EXAMPLE.resolve("src"))) {
            sources.map(Path::toString).forEach(arguments::add);
        }
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, problems, arguments.toArray(String[]::new));
        assertThat(status).as(problems.toString(StandardCharsets.UTF_8)).isZero();
        return compiled;
    }

    @Test
    @Timeout(120)
    void reviewsAppliesTheSuggestedGrantAndDispatches() throws IOException, InterruptedException {
        OriginRepository origin = OriginRepository.create(directory, "app");
        origin.commit("main", Map.of("src/README.md", "An app.\n"));
        Path errors = directory.resolve("errors");
        Process example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        compiled() + File.pathSeparator + CLASSES,
                        "EmbedKrate",
                        EXAMPLE.resolve("resources.yaml").toString(),
                        origin.url())
                .redirectError(errors.toFile())
                .start();
        String said = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(example.waitFor()).as(Files.readString(errors)).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "review DENIED",
                        "  MissingSecretGrant: no grant gives stack 'diagnose' key 'api-key' of secret"
                                + " 'model-provider' as model-provider-token; apply the suggested grant",
                        "review ALLOWED",
                        "dispatch created",
                        "run SUCCEEDED");
    }

    @Test
    void theMainClassIsReadAtAGlance() throws IOException {
        assertThat(Files.readAllLines(EXAMPLE.resolve("src/EmbedKrate.java"))).hasSizeLessThan(60);
    }
}
