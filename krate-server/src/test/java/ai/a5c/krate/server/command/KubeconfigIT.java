package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.tls.Trust;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, asked by commands, a browser's requests and the real kubectl. */
class KubeconfigIT {

    private static final String ORGANIZATION = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: Organization
            metadata: { name: acme, namespace: krate-system }
            spec: { slug: acme, namespaceName: acme }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: OrgNamespaceBinding
            metadata: { name: acme, namespace: krate-system }
            spec: { organizationRef: acme, namespace: acme }
            """;

    @TempDir
    Path directory;

    private RunningServer serve(Settings.Transport transport) {
        return RunningServer.start(new Settings(
                directory.resolve("data"), "127.0.0.1", 0, transport, Optional.empty(), List.of("file"), "text"));
    }

    @Test
    void kubectlAsksTheServerThatTheConfigurationNames() throws IOException, InterruptedException {
        assumeTrue(System.getenv("CI") != null || hasKubectl(), "no kubectl on the PATH");
        try (RunningServer server = serve(new Settings.Transport.SelfSigned())) {
            Typed typed = new Typed(server.url(), server.firstToken().orElseThrow());
            assertThat(typed.krate("get", "pools")).isEqualTo(1);
            assertThat(typed.err())
                    .startsWith("krate: the certificate of %s is not trusted here".formatted(server.url()));
            typed.environment.put(
                    "KRATE_CA", server.tls().orElseThrow().source().toString());
            typed.input = ORGANIZATION;
            assertThat(typed.krate("apply", "-f", "-")).as(typed.err()).isZero();
            Path file = directory.resolve("config");
            assertThat(typed.krate("kubeconfig", "-o", file.toString()))
                    .as(typed.err())
                    .isZero();
            assertThat(kubectl(file, "config", "view", "--minify", "-o", "jsonpath={.contexts[0].context.namespace}"))
                    .isEqualTo("acme");
            assertThat(kubectl(file, "get", "--raw", "/apis")).startsWith("{").contains("\"krate.a5c.ai\"");
        }
    }

    @Test
    void kubectlIsLetInWithoutTlsToo() throws IOException, InterruptedException {
        assumeTrue(System.getenv("CI") != null || hasKubectl(), "no kubectl on the PATH");
        try (RunningServer server = serve(new Settings.Transport.Plain())) {
            Typed typed = new Typed(server.url(), server.firstToken().orElseThrow());
            typed.input = ORGANIZATION;
            assertThat(typed.krate("apply", "-f", "-")).as(typed.err()).isZero();
            Path file = directory.resolve("config");
            assertThat(typed.krate("kubeconfig", "-o", file.toString()))
                    .as(typed.err())
                    .isZero();
            assertThat(kubectl(file, "get", "--raw", "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools"))
                    .startsWith("{")
                    .contains("\"RunnerPoolList\"");
        }
    }

    private static boolean hasKubectl() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    }

    @Test
    void theConsolesCookieTravelsOverTlsOnly() throws IOException, InterruptedException {
        try (RunningServer server = serve(new Settings.Transport.SelfSigned())) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(Trust.only(server.tls().orElseThrow().source()))
                    .build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(
                                    "token=" + server.firstToken().orElseThrow()))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("; Secure")
                    .contains("; HttpOnly");
        }
    }

    private static String kubectl(Path config, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", config.toString()));
        command.addAll(List.of(arguments));
        Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
