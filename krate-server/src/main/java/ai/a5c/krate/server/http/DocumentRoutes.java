package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.Applied;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Resources of an organization as documents: apply several, list, get, delete. */
public final class DocumentRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;

    public DocumentRoutes(Gate gate, ResourceDesk desk) {
        this.gate = gate;
        this.desk = desk;
    }

    /** What a token for runs alone reads, too. */
    private static final Set<String> OF_RUNS = Set.of("AgentDispatchRun", "AgentArtifact", "AgentApproval");

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/api/orgs/{org}/resources", this::apply);
        routes.get("/api/orgs/{org}/resources", this::list);
        routes.get("/api/orgs/{org}/resources/{kind}/{name}", this::get);
        routes.delete("/api/orgs/{org}/resources/{kind}/{name}", this::delete);
    }

    private void apply(Context context) {
        Access access = gate.writing(context);
        String organization = Gate.organization(context, access);
        List<Map<String, Object>> documents = Documents.read(Bodies.documents(context));
        if (documents.isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_BODY, "the body holds no document");
        }
        String namespace = access.mayIn(organization)
                ? desk.namespaceOf(organization)
                        .or(() -> NewOrganization.namespace(documents, organization, access))
                        .orElseThrow(Gate::noOrganization)
                : refuse();
        List<Map<String, Object>> sound = SoundDocuments.of(documents, namespace, access);
        Caller caller = access.caller(Caller.Road.API);
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (Map<String, Object> document : sound) {
            Applied applied = desk.apply(document, namespace, caller);
            Map<String, Object> outcome = new LinkedHashMap<>();
            outcome.put("resource", applied.resource().key().toString());
            outcome.put("outcome", applied.outcome().name().toLowerCase(Locale.ROOT));
            outcome.put("resourceVersion", applied.resource().metadata().resourceVersion());
            outcomes.add(outcome);
        }
        Answers.json(context, 200, Map.of("items", outcomes));
    }

    private static String refuse() {
        throw Gate.noOrganization();
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Kind kind = kind(Answers.query(context, "kind"));
        Query query = Query.of(kind.name(), namespace(scope, kind));
        ResourceList page =
                desk.list((kind.info().storage().apiVersion().startsWith("runs.") ? query.reversed() : query)
                        .limit(Answers.limit(context))
                        .after(Answers.query(context, "continue")));
        Answers.items(context, page.items(), page.next());
    }

    private void get(Context context) {
        boolean ofRun = OF_RUNS.contains(kind(context.pathParam("kind")).name());
        Scope scope = ofRun ? gate.read(context, TokenScope.RUNS_READ) : gate.read(context);
        ResourceKey key = key(context, scope);
        Answers.resource(context, desk.get(key).orElseThrow(() -> ApiException.missing("")));
    }

    private void delete(Context context) {
        Scope scope = gate.write(context);
        ResourceKey key = key(context, scope);
        desk.delete(key, scope.caller());
        Answers.json(context, 200, Map.of("deleted", key.toString()));
    }

    private static ResourceKey key(Context context, Scope scope) {
        Kind kind = kind(context.pathParam("kind"));
        return new ResourceKey(kind.name(), namespace(scope, kind), context.pathParam("name"));
    }

    private static String namespace(Scope scope, Kind kind) {
        if (!kind.info().installation()) {
            return scope.namespace();
        }
        if (!scope.access().administrator()) {
            throw ApiException.missing("");
        }
        return ResourceDesk.INSTALLATION;
    }

    private static Kind kind(String word) {
        return KindRegistry.meant(word)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.BAD_REQUEST,
                        "unknown kind; known are "
                                + String.join(
                                        ", ",
                                        KindRegistry.all().stream()
                                                .map(Kind::name)
                                                .toList())));
    }
}
