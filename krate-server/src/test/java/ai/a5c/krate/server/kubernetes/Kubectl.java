package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.a5c.krate.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real {@code kubectl}, with a home and a configuration of its own. */
final class Kubectl {

    /** What reads {@code /openapi/v3}. */
    static final int WITH_SCHEMAS = 27;

    private static final Pattern MINOR = Pattern.compile("\"gitVersion\":\\s*\"v1\\.([0-9]+)");

    private final String binary;
    private final Path home;

    private Kubectl(String binary, Path home) {
        this.binary = binary;
        this.home = home;
    }

    /**
     * The kubectl on the PATH, or the one that {@code -Dkrate.kubectl=FILE} names. Where there is none the tests fail, and
     * say how to get one; {@code -Dkrate.kubectl=none} says that they are not wanted.
     */
    static Kubectl at(LiveServer server, Path home) throws IOException {
        String wanted = System.getProperty("krate.kubectl", "");
        Assumptions.assumeFalse(wanted.equals("none"), "kubectl is not wanted here (-Dkrate.kubectl=none)");
        String binary = wanted.isEmpty() ? onPath() : wanted;
        Files.createDirectories(home);
        Kubectl kubectl = new Kubectl(binary, home);
        kubectl.configure(server);
        return kubectl;
    }

    private static String onPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseGet(() -> fail(
                        "there is no kubectl on the PATH; install version 1.27 or newer (Debian's kubernetes-client is"
                                + " older and runs a part of these tests), name one with -Dkrate.kubectl=FILE, or say"
                                + " -Dkrate.kubectl=none to go without"));
    }

    /** Tokens are sent over TLS only, so that a server without it has the token in its address. */
    private void configure(LiveServer server) throws IOException {
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put(
                "server",
                server.tls() ? server.url() : server.url().replace("://", "://krate:" + server.token() + "@"));
        if (server.tls()) {
            cluster.put("certificate-authority", server.certificate().toString());
        }
        Map<String, Object> config = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(Map.of("name", "krate", "cluster", cluster)),
                "users",
                List.of(Map.of("name", "me", "user", Map.of("token", server.token()))),
                "contexts",
                List.of(Map.of(
                        "name",
                        "krate",
                        "context",
                        Map.of("cluster", "krate", "user", "me", "namespace", LiveServer.NAMESPACE))),
                "current-context",
                "krate");
        Files.writeString(home.resolve("config"), Json.write(config));
    }

    /** The minor version of the client. */
    int minor() throws IOException, InterruptedException {
        Matcher version = MINOR.matcher(run("version", "--client", "-o", "json").text());
        assertThat(version.find()).isTrue();
        return Integer.parseInt(version.group(1));
    }

    /** Runs it with {@code arguments} and nothing on its input. */
    Output run(String... arguments) throws IOException, InterruptedException {
        return with("", arguments);
    }

    /** Runs it with {@code input} on its standard input. */
    Output with(String input, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        return finished(process, String.join(" ", arguments));
    }

    /** Starts it; what it says goes to standard output, errors too. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("config").toString());
        builder.environment().put("EDITOR", home.resolve("editor").toString());
        builder.environment().remove("KUBE_EDITOR");
        return builder.start();
    }

    static Output finished(Process process, String what) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("kubectl %s did not end: %s", what, text);
        }
        return new Output(process.exitValue(), text, what);
    }

    /** What one run said, on both outputs, and how it ended. */
    record Output(int code, String text, String what) {

        Output ok() {
            assertThat(code).as("kubectl %s: %s", what, text).isZero();
            return this;
        }
    }
}
