package ai.a5c.krate.server.http;

import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Supplier;

/** For whoever runs the server: alive, ready, counted. */
public final class OperationsRoutes implements Routes {

    private final ResourceStore store;
    private final Supplier<String> metrics;

    /** Answers from {@code store}, and with {@code metrics} in the text format of Prometheus. */
    public OperationsRoutes(ResourceStore store, Supplier<String> metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/healthz", context -> Answers.json(context, 200, Map.of("status", "alive")));
        routes.get("/readyz", this::ready);
        routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.get()));
    }

    private void ready(Context context) {
        try {
            store.version();
        } catch (RuntimeException e) {
            throw new ApiException(ErrorCode.UNAVAILABLE, "the database does not answer");
        }
        Answers.json(context, 200, Map.of("status", "ready"));
    }
}
