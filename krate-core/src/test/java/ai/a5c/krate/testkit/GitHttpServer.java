package ai.a5c.krate.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The bare repositories below a directory over smart HTTP with Basic authentication, by git's own CGI program. */
public final class GitHttpServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path repositories;
    private final String credential;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private GitHttpServer(HttpServer server, Path repositories, String credential) {
        this.server = server;
        this.repositories = repositories;
        this.credential = credential;
    }

    /**
     * Serves {@code repositories} on a free port of the loopback address.
     *
     * @param credential {@code user:password} that every request must carry; with an empty user any user will do
     */
    public static GitHttpServer start(Path repositories, String credential) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            GitHttpServer server = new GitHttpServer(http, repositories, credential);
            http.createContext("/", server::answer);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The clone URL of the repository at {@code path} below the directory. */
    public String url(String path) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    /** Method and path of every request so far, with {@code !} before those that had no or a wrong credential. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = isKnown(exchange.getRequestHeaders().getFirst("Authorization"));
            requests.add((known ? "" : "!") + exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (known) {
                runCgi(exchange);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private boolean isKnown(String authorization) {
        String basic = Optional.ofNullable(authorization)
                .filter(value -> value.startsWith("Basic "))
                .map(value -> new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
                .orElse("");
        return credential.startsWith(":") ? basic.endsWith(credential) : basic.equals(credential);
    }

    private void runCgi(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "-c", "http.receivepack=true", "http-backend")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment(exchange));
        Process cgi = builder.start();
        threads.execute(() -> copy(exchange.getRequestBody(), cgi.getOutputStream()));
        try (InputStream out = cgi.getInputStream()) {
            int status = readHeaders(out, exchange);
            exchange.sendResponseHeaders(status, 0);
            out.transferTo(exchange.getResponseBody());
        } finally {
            cgi.destroyForcibly();
        }
    }

    private Map<String, String> environment(HttpExchange exchange) {
        return Map.of(
                "GIT_PROJECT_ROOT", repositories.toString(),
                "GIT_HTTP_EXPORT_ALL", "1",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_PROTOCOL", header(exchange, "Git-Protocol"),
                "REQUEST_METHOD", exchange.getRequestMethod(),
                "PATH_INFO", exchange.getRequestURI().getPath(),
                "QUERY_STRING",
                        Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                .orElse(""),
                "CONTENT_TYPE", header(exchange, "Content-Type"),
                "HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static void copy(InputStream from, OutputStream to) {
        try (to) {
            from.transferTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readHeaders(InputStream cgi, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = readLine(cgi); !line.isEmpty(); line = readLine(cgi)) {
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        return status;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
