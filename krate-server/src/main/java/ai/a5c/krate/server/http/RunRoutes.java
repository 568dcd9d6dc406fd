package ai.a5c.krate.server.http;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.StreamEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs: list, detail, live events, artifacts, and what may be done with them. */
public final class RunRoutes implements Routes {

    private static final Set<String> SAFE = Set.of("text/plain", "application/json", "text/x-diff", "text/x-patch");

    private static final int MOST_ARTIFACTS = 200;

    private static final RunEvents.Rendering EVENTS = new RunEvents.Rendering("run", RunRoutes::asEvents);

    private final Gate gate;
    private final ResourceDesk desk;
    private final RunDesk runs;
    private final BlobStore blobs;
    private final LiveFeed live;

    public RunRoutes(Gate gate, ResourceDesk desk, RunDesk runs, BlobStore blobs, LiveFeed live) {
        this.gate = gate;
        this.desk = desk;
        this.runs = runs;
        this.blobs = blobs;
        this.live = live;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/runs", this::list);
            routes.get(
                    prefix + "/runs/{run}",
                    context -> Answers.resource(context, run(context, gate.read(context, TokenScope.RUNS_READ))));
            routes.get(prefix + "/runs/{run}/events", this::events);
            routes.get(prefix + "/runs/{run}/artifacts", this::artifacts);
            routes.get(prefix + "/runs/{run}/artifacts/{artifact}", this::artifact);
        }
        new RunActionRoutes(gate, runs).addTo(routes);
    }

    private void list(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        Listing.newest(context, Query.of("AgentDispatchRun", scope.namespace()))
                .where("phase", "status.phase")
                .answer(desk);
    }

    private AgentDispatchRun run(Context context, Scope scope) {
        String name = context.pathParam("run");
        return desk.get(AgentDispatchRun.class, scope.namespace(), name).orElseThrow(() -> ApiException.missing(""));
    }

    private void events(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        AgentDispatchRun run = run(context, scope);
        String name = run.metadata().name();
        RunEvents events = new RunEvents(
                scope.namespace(),
                name,
                LiveFeed.resumeAfter(context),
                EVENTS,
                Permission.of(gate, scope.access(), InstantSource.system()));
        live.openEvents(context, events);
    }

    private static List<ServerEvent> asEvents(StreamEvent event) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sequence", event.sequence());
        tree.put("time", event.time().toString());
        tree.put("type", event.type());
        tree.put("document", Json.readObject(event.document()));
        return List.of(new ServerEvent(event.sequence(), event.type(), Json.write(tree)));
    }

    /** What the run made, without the bytes. */
    private void artifacts(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        String run = run(context, scope).metadata().name();
        List<Map<String, Object>> items = desk
                .list(Query.of("AgentArtifact", scope.namespace())
                        .whereField("spec.dispatchRun", run)
                        .limit(MOST_ARTIFACTS))
                .items()
                .stream()
                .map(AgentArtifact.class::cast)
                .map(RunRoutes::listed)
                .toList();
        Answers.json(context, 200, Map.of("items", items));
    }

    private static Map<String, Object> listed(AgentArtifact artifact) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", artifact.metadata().name());
        tree.put("kind", Json.toTree(artifact.spec()).get("kind"));
        tree.put("mediaType", artifact.spec().mediaType());
        tree.put("bytes", artifact.spec().bytes());
        tree.put("digest", artifact.spec().digest());
        tree.put("summary", artifact.spec().summary());
        return tree;
    }

    private void artifact(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        AgentDispatchRun run = run(context, scope);
        AgentArtifact artifact = desk.get(AgentArtifact.class, scope.namespace(), context.pathParam("artifact"))
                .filter(found ->
                        found.spec().dispatchRun().equals(run.metadata().name()))
                .orElseThrow(() -> ApiException.missing(""));
        byte[] bytes = blobs.get(new Digest(artifact.spec().digest()))
                .orElseThrow(() -> new ApiException(ErrorCode.GONE, "the artifact's bytes are no longer kept"));
        String type =
                SAFE.contains(artifact.spec().mediaType()) ? "text/plain; charset=utf-8" : "application/octet-stream";
        context.contentType(type)
                .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(fileName(artifact)))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "no-store")
                .result(bytes);
    }

    private static String fileName(AgentArtifact artifact) {
        return artifact.metadata().name().replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
