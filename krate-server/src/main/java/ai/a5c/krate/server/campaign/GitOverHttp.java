package ai.a5c.krate.server.campaign;

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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The forge's repositories over smart HTTP, by git's own CGI program: a killed server breaks off a push, not the forge. */
final class GitOverHttp implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "campaign-git");
        thread.setDaemon(true);
        return thread;
    });
    private final Path repositories;
    private final String token;

    private GitOverHttp(HttpServer server, Path repositories, String token) {
        this.server = server;
        this.repositories = repositories;
        this.token = token;
    }

    /** Serves what is below {@code repositories} to whoever has {@code token} for a password. */
    static GitOverHttp start(Path repositories, String token) {
        try {
            HttpServer http =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            GitOverHttp git = new GitOverHttp(http, repositories, token);
            http.createContext("/", git::answer);
            http.setExecutor(git.threads);
            http.start();
            return git;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The clone URL of the repository at {@code path}. */
    String url(String path) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isKnown(header(exchange, "Authorization"))) {
                runCgi(exchange);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private boolean isKnown(String authorization) {
        String given = authorization.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8)
                : "";
        return given.endsWith(":" + token);
    }

    private void runCgi(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "-c", "http.receivepack=true", "http-backend")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment(exchange));
        Process cgi = builder.start();
        threads.execute(() -> copy(exchange.getRequestBody(), cgi.getOutputStream()));
        try (InputStream out = cgi.getInputStream()) {
            int status = headers(out, exchange);
            exchange.sendResponseHeaders(status, 0);
            out.transferTo(exchange.getResponseBody());
        } finally {
            cgi.destroy();
        }
    }

    private Map<String, String> environment(HttpExchange exchange) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GIT_PROJECT_ROOT", repositories.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
        environment.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
        return environment;
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** Whoever sends may die in the middle; then git hears the end, and takes nothing. */
    private static void copy(InputStream from, OutputStream to) {
        try (to) {
            from.transferTo(to);
        } catch (IOException broken) {
            return;
        }
    }

    private static int headers(InputStream cgi, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = line(cgi); !line.isEmpty(); line = line(cgi)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (line.substring(0, colon).toLowerCase(Locale.ROOT).equals("status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(line.substring(0, colon), value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
