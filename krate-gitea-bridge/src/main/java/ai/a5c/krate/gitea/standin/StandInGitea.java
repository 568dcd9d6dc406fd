package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.gitea.standin.StandInRoutes.Asked;
import ai.a5c.krate.gitea.standin.StandInTokens.Token;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A small forge on the loopback address that answers like Gitea about one repository, {@code acme/app}, and calls its
 * hooks; for demos and tests only.
 *
 * <p>Accounts are root1 (owner), alice and claude-bot (write), mallory and rita (read). 1, 2 and 7 are issues; 3 and 5 are
 * pull requests of the same repository, 4 of a fork, 6 came by {@code refs/for/main}. Comment ids start at 100.
 */
public final class StandInGitea implements AutoCloseable {

    private static final int MAX_BODY = 1024 * 1024;
    private static final String API = "/api/v1";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Config config;
    private final StandInTokens tokens = new StandInTokens();
    private final StandInCaller caller = new StandInCaller();
    private final StandInForge forge;
    private final StandInWork work;
    private final StandInRoutes routes;
    private final Queue<StandInAnswer> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, StandInAnswer> failuresOf = new ConcurrentHashMap<>();
    private final AtomicInteger untilLost = new AtomicInteger();

    private StandInGitea(HttpServer server, Config config) {
        this.server = server;
        this.config = config;
        tokens.add(new Token(config.token(), config.login(), Set.of(StandInTokens.ALL)));
        StandInHooks hooks = new StandInHooks(caller);
        this.forge = new StandInForge(config, baseUrl(), hooks);
        this.work = new StandInWork(forge);
        this.routes = new StandInRoutes(forge, hooks, work);
        this.threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "stand-in-gitea");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * How the stand-in behaves.
     *
     * @param token one that may be used for everything
     * @param login the account that the token belongs to
     * @param repositoryAdmin whether that account administers the repository, so that it may ask what others may do
     * @param paged whether lists of an issue's comments come in pages; Gitea 1.22 and 1.28 give all at once
     * @param further handlers for other paths, such as {@code /acme/app.git} for Git over HTTP
     */
    public record Config(
            SecretValue token,
            String login,
            boolean repositoryAdmin,
            boolean paged,
            Map<String, HttpHandler> further,
            InstantSource clock,
            StandInVersion version) {

        public Config {
            further = Map.copyOf(further);
        }

        /** Like Gitea 1.22. */
        public Config(
                SecretValue token,
                String login,
                boolean repositoryAdmin,
                boolean paged,
                Map<String, HttpHandler> further,
                InstantSource clock) {
            this(token, login, repositoryAdmin, paged, further, clock, StandInVersion.BUILT);
        }

        /** The bot's token, with the rights of a repository administrator, paged, and nothing further. */
        public static Config of(SecretValue token) {
            return new Config(token, "claude-bot", true, true, Map.of(), InstantSource.system());
        }

        /** The same by another clock. */
        public Config at(InstantSource other) {
            return new Config(token, login, repositoryAdmin, paged, further, other, version);
        }

        /** The same like another Gitea. */
        public Config like(StandInVersion other) {
            return new Config(token, login, repositoryAdmin, paged, further, clock, other);
        }
    }
    /** A stand-in that listens on a free port of 127.0.0.1 until it is closed. */
    public static StandInGitea start(Config config) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            StandInGitea gitea = new StandInGitea(server, config);
            server.setExecutor(gitea.threads);
            server.createContext(API, gitea::handle);
            config.further().forEach(server::createContext);
            server.start();
            return gitea;
        } catch (IOException e) {
            throw new UncheckedIOException("no port of 127.0.0.1 can be listened on", e);
        }
    }

    /** As {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The comments of an issue or pull request, oldest first; none for a repository that is not there. */
    public List<StandInComment> comments(String owner, String repository, long number) {
        return owner.equals("acme") && repository.equals("app") ? forge.comments(number) : List.of();
    }

    /** The names of the labels of an issue or pull request. */
    public List<String> labels(long number) {
        return forge.labels(number);
    }

    /** The pull requests as the forge shows them, the newest first. */
    public List<Map<String, Object>> pulls() {
        return forge.items().stream()
                .sorted((one, other) -> Long.compare(other.number(), one.number()))
                .map(StandInItem::pullJson)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What was left at the forge besides comments. */
    public StandInWork work() {
        return work;
    }

    /** What {@code login} can do by hand. */
    public StandInPerson as(String login) {
        return new StandInPerson(forge, login);
    }

    /** Adds a token of an account for {@code scopes}, such as {@code read:issue}; {@code all} for everything. */
    public void addToken(SecretValue token, String login, String... scopes) {
        tokens.add(new Token(token, login, Set.of(scopes)));
    }

    /** Lets calls of hooks get lost for which {@code lost} holds, asked once a call, in their order. */
    public void loseDeliveries(Predicate<StandInDelivery> lost) {
        caller.lose(lost);
    }

    /** Whether the hosts of hooks are on the forge's list of allowed ones; calls to others are never made. */
    public void allowHosts(boolean allowed) {
        caller.allow(allowed);
    }

    /** The calls of hooks so far, with what was answered; waits for those that are under way. */
    public List<StandInDelivery> deliveries() {
        caller.await();
        return caller.deliveries();
    }

    /** Has one of the accounts comment on an issue or pull request. */
    public StandInComment say(String login, long number, String body) {
        return forge.say(login, number, body);
    }

    /** Deletes the fork that a pull request came from. */
    public void loseFork(long number) {
        forge.loseFork(number);
    }

    /** Lets the next request fail. */
    public void failNext(int status, String message) {
        failures.add(StandInAnswer.refusal(status, message));
    }

    /** Lets the next request of a method fail. */
    public void failNext(String method, int status, String message) {
        failuresOf.put(method, StandInAnswer.refusal(status, message));
    }

    /**
     * Lets the {@code number}th request from now be done, but its answer be lost; none if it is 0.
     *
     * @return how far away the one was that was to be lost before; 0 if it came to that
     */
    public int loseAnswer(int number) {
        return untilLost.getAndSet(number);
    }

    @Override
    public void close() {
        caller.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            StandInAnswer answer = body.length > MAX_BODY
                    ? StandInAnswer.refusal(413, "Request Entity Too Large")
                    : answer(exchange, new String(body, StandardCharsets.UTF_8));
            if (untilLost.get() > 0 && untilLost.decrementAndGet() == 0) {
                answer = StandInAnswer.refusal(502, "Bad Gateway");
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            if (answer.body() == null) {
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            boolean typed = answer.headers().containsKey(StandInAnswer.TYPE);
            String text = typed ? String.valueOf(answer.body()) : Json.write(answer.body());
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!typed) {
                exchange.getResponseHeaders().set(StandInAnswer.TYPE, "application/json;charset=utf-8");
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private StandInAnswer answer(HttpExchange exchange, String body) {
        StandInAnswer failure = failures.poll();
        if (failure == null) {
            failure = failuresOf.remove(exchange.getRequestMethod());
        }
        if (failure != null) {
            return failure;
        }
        URI uri = exchange.getRequestURI();
        String path = uri.getPath().substring(API.length());
        if (path.equals("/version")) {
            return StandInAnswer.of(200, Map.of("version", config.version().text()));
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            return StandInAnswer.refusal(401, "token is required");
        }
        Token token = tokens.find(authorization).orElse(null);
        if (token == null) {
            return StandInAnswer.refusal(401, "invalid username, password or token");
        }
        return routes.answer(
                token, new Asked(exchange.getRequestMethod(), path, baseUrl() + API + path, query(uri), body));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : (uri.getQuery() == null ? "" : uri.getQuery()).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }
}
