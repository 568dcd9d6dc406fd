package ai.a5c.krate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root pom's own gate, on a module of one test: a failing integration test breaks the build, a passing one does not. */
class FailingIntegrationTestIT {

    @Test
    void aFailingOneBreaksTheBuild(@TempDir Path root) throws Exception {
        project(root, "org.junit.jupiter.api.Assertions.fail(\"on purpose\");");
        assertThat(verify(root)).isNotZero();
        assertThat(output(root)).contains("ProbeIT").contains("on purpose");
    }

    @Test
    void aPassingOneDoesNot(@TempDir Path root) throws Exception {
        project(root, "org.junit.jupiter.api.Assertions.assertTrue(true);");
        int status = verify(root);
        assertThat(status).as(output(root)).isZero();
        assertThat(output(root)).contains("ProbeIT");
    }

    private static void project(Path root, String statement) throws IOException {
        String parent = Files.readString(Path.of("../pom.xml"))
                .replaceAll("(?s)<modules>.*?</modules>", "<modules><module>probe</module></modules>");
        Files.writeString(root.resolve("pom.xml"), parent);
        Files.createDirectories(root.resolve(".mvn"));
        Files.copy(Path.of("../.mvn/jvm.config"), root.resolve(".mvn/jvm.config"));
        Files.createDirectories(root.resolve("probe/src/test/java/probe"));
        Files.writeString(root.resolve("probe/pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>ai.a5c.krate</groupId>
                    <artifactId>krate-parent</artifactId>
                    <version>0.1.0-SNAPSHOT</version>
                  </parent>
                  <artifactId>probe</artifactId>
                </project>
                """);
        Files.writeString(root.resolve("probe/src/test/java/probe/ProbeIT.java"), """
                package probe;

                class ProbeIT {
                    @org.junit.jupiter.api.Test
                    void probe() {
                        %s
                    }
                }
                """.formatted(statement));
    }

    private static int verify(Path root) throws IOException, InterruptedException, URISyntaxException {
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-o",
                        "verify",
                        "-Dspotless.check.skip=true",
                        "-Dcheckstyle.skip=true",
                        "-Denforcer.skip=true",
                        "-Dmaven.repo.local=" + localRepository())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(root))
                .start();
        assertThat(maven.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return maven.exitValue();
    }

    /** The repository that this very build takes its libraries from. */
    private static Path localRepository() throws URISyntaxException {
        Path library = Path.of(
                Test.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Path.of(library.toString().replaceFirst("/org/junit/jupiter/.*", ""));
    }

    private static File log(Path root) {
        return root.resolve("log.txt").toFile();
    }

    private static String output(Path root) throws IOException {
        return Files.readString(log(root).toPath(), StandardCharsets.UTF_8);
    }
}
