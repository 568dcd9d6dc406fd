package ai.a5c.krate.server.bench;

import ai.a5c.krate.server.http.ErrorPage;
import ai.a5c.krate.server.http.HttpServer;
import java.util.List;

/** The same HTTP server with a handler that does nothing but give the same bytes: the limit of any answer. */
final class BareServer implements AutoCloseable {

    private final HttpServer http;
    private final Requests requests;

    private BareServer(HttpServer http) {
        this.http = http;
        this.requests = new Requests("http://127.0.0.1:" + http.port(), "none");
    }

    static BareServer answering(byte[] bytes) {
        ErrorPage page = (code, message, correlationId) -> message;
        return new BareServer(HttpServer.start(
                "127.0.0.1",
                0,
                List.of(routes -> {
                    routes.get(
                            "/bytes",
                            context -> context.contentType("application/json").result(bytes));
                    routes.post("/bytes", context -> {
                        context.bodyAsBytes();
                        context.contentType("application/json").result(bytes);
                    });
                }),
                page));
    }

    Requests requests() {
        return requests;
    }

    @Override
    public void close() {
        http.close();
    }
}
