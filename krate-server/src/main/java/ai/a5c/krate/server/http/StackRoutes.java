package ai.a5c.krate.server.http;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.WriteOptions;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.view.StackState;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stacks of an organization, each with what a review says of it now. */
public final class StackRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final Reviews reviews;

    public StackRoutes(Gate gate, ResourceDesk desk, Reviews reviews) {
        this.gate = gate;
        this.desk = desk;
        this.reviews = reviews;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/stacks", this::list);
            routes.post(prefix + "/stacks", context -> Creation.of(context, gate, desk, AgentStack.class));
            routes.get(prefix + "/stacks/{stack}", this::get);
            routes.patch(prefix + "/stacks/{stack}", this::patch);
            routes.delete(prefix + "/stacks/{stack}", this::delete);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        ResourceList page = desk.list(Query.of("AgentStack", scope.namespace())
                .limit(Answers.limit(context))
                .after(Answers.query(context, "continue")));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "items",
                page.items().stream()
                        .map(AgentStack.class::cast)
                        .map(stack -> tree(stack, scope))
                        .toList());
        tree.put("next", page.next());
        Answers.json(context, 200, tree);
    }

    private void get(Context context) {
        Scope scope = gate.read(context);
        AgentStack stack = desk.get(AgentStack.class, scope.namespace(), context.pathParam("stack"))
                .orElseThrow(() -> ApiException.missing(""));
        Answers.json(context, 200, tree(stack, scope));
    }

    private Map<String, Object> tree(AgentStack stack, Scope scope) {
        StackState state = StackState.of(stack, desk, reviews, scope.caller().name());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("resource", ResourceCodec.write(stack));
        tree.put("review", Json.readObject(CanonicalJson.text(state.review().snapshot())));
        tree.put("consumers", state.consumers());
        return tree;
    }

    private void patch(Context context) {
        Scope scope = gate.write(context);
        Map<String, Object> patch = Bodies.mergePatch(context);
        Answers.resource(
                context,
                desk.edit(
                                key(context, scope),
                                stored -> MergePatch.apply(stored, patch),
                                scope.caller(),
                                WriteOptions.by(WriteOptions.DEFAULT_MANAGER))
                        .resource());
    }

    private void delete(Context context) {
        Scope scope = gate.write(context);
        ResourceKey key = key(context, scope);
        desk.delete(key, scope.caller());
        Answers.json(context, 200, Map.of("deleted", key.toString()));
    }

    private static ResourceKey key(Context context, Scope scope) {
        return new ResourceKey("AgentStack", scope.namespace(), context.pathParam("stack"));
    }
}
