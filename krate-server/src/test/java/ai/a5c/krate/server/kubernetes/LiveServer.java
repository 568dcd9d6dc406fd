package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.server.campaign.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A real {@code krate serve} in a process of its own, with an organization {@code acme} in {@code krate-acme}. */
final class LiveServer implements AutoCloseable {

    static final String NAMESPACE = "krate-acme";

    private static final Pattern TOKEN = Pattern.compile("krt_[A-Za-z0-9_-]{43}");

    private final Path directory;
    private final Transport transport;
    private final int port;
    private Process process;

    private LiveServer(Path directory, Transport transport) throws IOException {
        this.directory = directory;
        this.transport = transport;
        this.port = FreePort.find();
        this.process = launch();
    }

    static LiveServer start(Path directory, Transport transport) throws IOException {
        LiveServer server = new LiveServer(directory, transport);
        server.awaitReady();
        Awaitility.await("the token is printed")
                .until(() -> Files.readString(server.log().toPath()).contains("krt_"));
        return server;
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.a5c.krate.server.Main",
                "serve",
                "--data",
                directory.resolve("data").toString(),
                "--port",
                Integer.toString(port)));
        command.addAll(transport.options());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
    }

    private File log() {
        return directory.resolve("server.log").toFile();
    }

    /** Ends the process and starts another one over the same data at the same port. */
    void restart() throws IOException, InterruptedException {
        close();
        process = launch();
        awaitReady();
    }

    private void awaitReady() {
        Awaitility.await("the server listens").atMost(Duration.ofSeconds(60)).until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "%s://127.0.0.1:%d".formatted(transport.scheme(), port);
    }

    /** The administrator's token, from what the first start said. */
    String token() {
        try {
            Matcher token = TOKEN.matcher(Files.readString(log().toPath()));
            if (!token.find()) {
                throw new AssertionError("the server printed no token");
            }
            return token.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate of a server with TLS. */
    Path certificate() {
        return directory.resolve("data/tls/certificate.pem");
    }

    boolean tls() {
        return transport == Transport.TLS;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
