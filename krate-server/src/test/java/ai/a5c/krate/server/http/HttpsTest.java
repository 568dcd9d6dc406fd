package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.server.tls.Pem;
import ai.a5c.krate.server.tls.PemFiles;
import ai.a5c.krate.server.tls.SelfSigned;
import ai.a5c.krate.server.tls.Tls;
import ai.a5c.krate.server.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsTest {

    @TempDir
    Path directory;

    private static HttpServer serve(Tls tls) {
        return HttpServer.start(
                new Listener("127.0.0.1", 0, Optional.of(tls)),
                List.of(routes -> routes.get(
                        "/secure",
                        context -> context.result(Boolean.toString(context.req().isSecure())))),
                (code, message, correlationId) -> "");
    }

    private static HttpResponse<String> ask(HttpServer server, Path authority, String... protocols)
            throws IOException, InterruptedException {
        HttpClient.Builder client = HttpClient.newBuilder().sslContext(Trust.only(authority));
        if (protocols.length > 0) {
            client.sslParameters(new SSLParameters(null, protocols));
        }
        return client.build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/secure"))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothCurrentVersionsAreSpokenAndBrowsersAreBoundToThem(String protocol)
            throws IOException, InterruptedException, GeneralSecurityException {
        PemFiles files = new Pem(directory).files("server");
        try (Tls tls = Tls.of(files);
                HttpServer server = serve(tls)) {
            HttpResponse<String> answer = ask(server, files.certificate(), protocol);
            assertThat(answer.body()).isEqualTo("true");
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        }
    }

    @Test
    void aTrialBindsNoBrowser() throws IOException, InterruptedException {
        SelfSigned made = new SelfSigned(directory.resolve("tls"), "127.0.0.1", InstantSource.system());
        try (Tls tls = Tls.trial(made);
                HttpServer server = serve(tls)) {
            HttpResponse<String> answer = ask(server, tls.source());
            assertThat(answer.body()).isEqualTo("true");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void whomNobodyVouchesForIsNotBelieved() throws IOException, GeneralSecurityException {
        Pem pem = new Pem(directory);
        Path other = pem.files("other").certificate();
        try (Tls tls = Tls.of(pem.files("server"));
                HttpServer server = serve(tls)) {
            assertThatThrownBy(() -> ask(server, other)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void changedFilesCountFromTheNextHandshakeOn() throws IOException, InterruptedException, GeneralSecurityException {
        Pem pem = new Pem(directory);
        PemFiles files = pem.files("server");
        PemFiles next = pem.files("next");
        try (Tls tls = Tls.of(files);
                HttpServer server = serve(tls)) {
            String first = tls.fingerprint();
            assertThat(first).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
            Files.copy(next.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
            tls.refresh();
            assertThat(tls.fingerprint()).as("half of a change").isEqualTo(first);
            Files.copy(next.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
            tls.refresh();
            assertThat(tls.fingerprint()).isNotEqualTo(first);
            assertThat(ask(server, next.certificate()).body()).isEqualTo("true");
        }
    }
}
