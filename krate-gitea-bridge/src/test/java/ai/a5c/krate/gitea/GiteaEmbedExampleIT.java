package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.testkit.OriginRepository;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
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

/** The example for who has an HTTP server, compiled as a stranger would and run in a process of its own. */
class GiteaEmbedExampleIT {

    private static final Path EXAMPLE = Path.of("..", "examples", "gitea-embed");
    private static final Path AGENTS = Path.of("..", "examples", "embed", "src", "ScriptedRuntime.java");
    private static final String CLASSES = System.getProperty("java.class.path", "");

    @TempDir
    private Path directory;

    private Path compiled() throws IOException {
        Path compiled = Files.createDirectories(directory.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-cp", CLASSES, "-d", compiled.toString(), AGENTS.toString()));
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
    void itsHandlerTakesDeliveriesOfTheHookThatItRegistered() throws IOException, InterruptedException {
        OriginRepository origin = OriginRepository.create(directory, "app");
        origin.commit("main", Map.of("src/README.md", "An app.\n"));
        Path errors = directory.resolve("errors");
        SecretValue token = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));
        try (StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(token))) {
            Process example = new ProcessBuilder(
                            Path.of(System.getProperty("java.home", ""), "bin", "java")
                                    .toString(),
                            "-Djava.io.tmpdir=" + directory,
                            "-cp",
                            compiled() + File.pathSeparator + CLASSES,
                            "EmbedGitea",
                            EXAMPLE.resolve("resources.yaml").toString(),
                            origin.url(),
                            gitea.baseUrl())
                    .redirectError(errors.toFile())
                    .start();
            try (BufferedReader said = example.inputReader();
                    OutputStream typed = example.getOutputStream()) {
                typed.write("sesame-open\n".getBytes(StandardCharsets.UTF_8));
                typed.flush();
                assertThat(said.readLine())
                        .as(Files.readString(errors))
                        .startsWith("GOOD acme/app has a new hook to http://127.0.0.1:");
                gitea.as("alice").say(1, "@agent why is the build red?");
                assertThat(said.lines().anyMatch("decided created"::equals))
                        .as(Files.readString(errors))
                        .isTrue();
            }
            assertThat(example.waitFor()).as(Files.readString(errors)).isZero();
        }
    }

    @Test
    void itsClassesAreReadAtAGlance() throws IOException {
        for (String name : List.of("EmbedGitea", "GiteaHandler")) {
            assertThat(Files.readAllLines(EXAMPLE.resolve("src/" + name + ".java")))
                    .hasSizeLessThan(70);
        }
    }
}
