package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.source.ForgeSource.Forge;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GiteaConnectionsTest {

    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final GiteaConnections patient = new GiteaConnections(Duration.ofSeconds(30), 1_000);
    private final GiteaConnections impatient = new GiteaConnections(Duration.ofMillis(500), 1_000);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() {
        serve(exchange -> answer(exchange, 200, "{\"login\": \"" + "x".repeat(2_000) + "\"}"));
        assertThat(refusal().told()).isEqualTo("the answer has more than 1000 bytes");
        assertThat(refusal().passing()).isTrue();
    }

    @Test
    void aRefusalThatIsTooLargeIsRefusedToo() {
        serve(exchange -> answer(exchange, 403, "x".repeat(2_000)));
        assertThat(refusal().told()).isEqualTo("the answer has more than 1000 bytes");
    }

    @Test
    void anAnswerThatIsCompressedIsRefused() {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            answer(exchange, 200, "{}");
        });
        assertThat(refusal().told()).isEqualTo("the answer is compressed, which was not asked for");
    }

    @Test
    void anAnswerWhoseBodyNeverEndsIsGivenUp() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        assertThat(refusal(impatient).told()).isEqualTo("no complete answer within 500 ms");
    }

    @Test
    void anAnswerThatNeverBeginsIsGivenUp() {
        serve(exchange -> await());
        assertThat(refusal(impatient).told()).isEqualTo("no complete answer within 500 ms");
    }

    @Test
    void whatIsNotTheJsonThatWasExpectedIsToldWithoutQuotingIt() {
        serve(exchange -> answer(exchange, 200, "<html>sign in</html>"));
        assertThat(refusal().told()).isEqualTo("the answer is not the JSON that was expected");
    }

    @Test
    void aRedirectIsNotFollowed() {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
            answer(exchange, 307, "{\"message\": \"moved\"}");
        });
        assertThat(refusal().told()).isEqualTo("status 307: moved");
        assertThat(paths).containsExactly("/sub/api/v1/user");
    }

    private ApiRefusal refusal() {
        return refusal(patient);
    }

    private ApiRefusal refusal(GiteaConnections connections) {
        Forge forge = new Forge(address() + "/sub/", "acme", "app", Optional.empty());
        ApiException[] thrown = new ApiException[1];
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> connections.open(forge).currentUser())
                .satisfies(failure -> thrown[0] = failure);
        return ApiRefusal.of(thrown[0], forge);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(Handling handling) {
        server.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            handling.handle(exchange);
            exchange.close();
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the server does with a request. */
    @FunctionalInterface
    private interface Handling {

        void handle(HttpExchange exchange) throws IOException;
    }
}
