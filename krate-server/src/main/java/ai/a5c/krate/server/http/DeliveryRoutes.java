package ai.a5c.krate.server.http;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.server.view.Outcome;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stored deliveries, what came of each, and the records of what was decided. */
public final class DeliveryRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final ResourceStore store;
    private final BlobStore blobs;

    public DeliveryRoutes(Gate gate, ResourceDesk desk, ResourceStore store, BlobStore blobs) {
        this.gate = gate;
        this.desk = desk;
        this.store = store;
        this.blobs = blobs;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/deliveries", this::list);
            routes.get(prefix + "/deliveries/{delivery}", this::show);
            routes.get(prefix + "/deliveries/{delivery}/body", this::body);
            routes.get(prefix + "/executions/{execution}/record", this::record);
            routes.get(prefix + "/runs/{run}/review-record", this::review);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        NewestFirst.answer(context, store, Query.of("WebhookDelivery", scope.namespace()));
    }

    private WebhookDelivery delivery(Context context, Scope scope) {
        return desk.get(WebhookDelivery.class, scope.namespace(), context.pathParam("delivery"))
                .orElseThrow(() -> ApiException.missing(""));
    }

    /** The delivery as a document, with its executions and runs under {@code outcome}. */
    private void show(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        WebhookDelivery delivery = delivery(context, scope);
        Map<String, Object> tree = new LinkedHashMap<>(ResourceCodec.write(delivery));
        Map<String, Object> outcome = new LinkedHashMap<>();
        Outcome found = Outcome.of(delivery, desk);
        outcome.put(
                "executions",
                found.executions().stream().map(ResourceCodec::write).toList());
        outcome.put("runs", found.runs().stream().map(ResourceCodec::write).toList());
        tree.put("outcome", outcome);
        Answers.json(context, 200, tree);
    }

    /** What a forge sent is more than what was made of it: only those who may write may read it. */
    private void body(Context context) {
        Scope scope = gate.write(context);
        WebhookDelivery delivery = delivery(context, scope);
        download(
                context,
                bytes(delivery.spec().bodyDigest()),
                delivery.metadata().name() + ".json");
    }

    private void record(Context context) {
        Scope scope = gate.read(context);
        AgentTriggerExecution execution = desk.get(
                        AgentTriggerExecution.class, scope.namespace(), context.pathParam("execution"))
                .orElseThrow(() -> ApiException.missing(""));
        download(
                context,
                bytes(execution.spec().recordDigest()),
                execution.metadata().name() + ".json");
    }

    private void review(Context context) {
        Scope scope = gate.read(context);
        AgentDispatchRun run = desk.get(AgentDispatchRun.class, scope.namespace(), context.pathParam("run"))
                .orElseThrow(() -> ApiException.missing(""));
        download(
                context,
                bytes(run.status().permissionRecordDigest()),
                run.metadata().name() + "-review.json");
    }

    private byte[] bytes(String digest) {
        if (digest.isEmpty()) {
            throw ApiException.missing("");
        }
        return blobs.get(new Digest(digest))
                .orElseThrow(() -> new ApiException(ErrorCode.GONE, "the bytes are no longer kept"));
    }

    private static void download(Context context, byte[] bytes, String name) {
        context.contentType("application/json")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"%s\"".formatted(name.replaceAll("[^A-Za-z0-9._-]", "_")))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "no-store")
                .result(bytes);
    }
}
