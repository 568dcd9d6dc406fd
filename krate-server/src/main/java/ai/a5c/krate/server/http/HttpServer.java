package ai.a5c.krate.server.http;

import ai.a5c.krate.json.Json;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server: bounded in threads, queues, body sizes and waiting; every failure becomes one kind of answer. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int THREADS = 64;

    private final Javalin javalin;
    private final ErrorPage page;

    private HttpServer(Listener listener, List<Routes> routes, ErrorPage page) {
        this.page = page;
        this.javalin = Javalin.create(config -> configure(config, listener, routes));
    }

    /** Starts to listen without TLS; port 0 takes a free one. */
    public static HttpServer start(String address, int port, List<Routes> routes, ErrorPage page) {
        return start(new Listener(address, port, Optional.empty()), routes, page);
    }

    /**
     * Starts to listen.
     *
     * @param page how errors look to a browser
     */
    public static HttpServer start(Listener listener, List<Routes> routes, ErrorPage page) {
        HttpServer server = new HttpServer(listener, routes, page);
        server.javalin.start();
        return server;
    }

    /** The port that it listens at. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig config, Listener listener, List<Routes> routes) {
        config.startup.showJavalinBanner = false;
        config.http.asyncTimeout = 0;
        config.http.maxRequestSize = Bodies.HOOK_LIMIT;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8);
        threads.setName("krate-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.addConnector(listener::connector);
        config.jetty.modifyServletContextHandler(
                handler -> handler.addFilter(new Remainder(), "/*", EnumSet.of(DispatcherType.REQUEST)));
        config.routes.before(HttpServer::prepare);
        config.routes.exception(Exception.class, this::answer);
        routes.forEach(group -> group.addTo(config.routes));
    }

    private static void prepare(Context context) {
        context.header(Correlation.HEADER, Correlation.of(context));
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "same-origin");
    }

    private void answer(Exception exception, Context context) {
        ApiError error = ApiError.of(exception).orElseGet(() -> {
            LOG.error("{} failed, correlation id {}", context.method(), Correlation.of(context), exception);
            return ApiError.unexpected(exception);
        });
        prepare(context);
        context.status(error.code().status()).header("Cache-Control", "no-store");
        if (error.code() == ErrorCode.UNAUTHENTICATED) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (error.code() == ErrorCode.TOO_LARGE || error.code() == ErrorCode.TIMED_OUT) {
            context.header("Connection", "close");
        }
        if (forPeople(context)) {
            context.html(page.render(error.code(), error.message(), Correlation.of(context)));
        } else {
            context.contentType("application/json").result(Json.write(error.toTree(Correlation.of(context))));
        }
    }

    private static boolean forPeople(Context context) {
        String path = context.path();
        boolean program = path.startsWith("/api") || path.startsWith("/hooks/") || path.equals("/metrics");
        return !program
                && Optional.ofNullable(context.header("Accept")).orElse("").contains("text/html");
    }
}
