package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Selector;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Kubernetes face: discovery, get, list, watch, create, replace and delete of every registered kind. */
public final class KubernetesRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final ResourceStore store;
    private final LiveFeed live;

    public KubernetesRoutes(Gate gate, ResourceDesk desk, ResourceStore store, LiveFeed live) {
        this.gate = gate;
        this.desk = desk;
        this.store = store;
        this.live = live;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String group = "/apis/{group}/v1alpha1";
        String inNamespace = group + "/namespaces/{namespace}/{plural}";
        routes.get("/apis", context -> discover(context, Discovery.groups()));
        routes.get(group, context -> discover(context, Discovery.resources(context.pathParam("group"))));
        routes.get(group + "/{plural}", this::list);
        routes.get(inNamespace, this::list);
        routes.get(inNamespace + "/{name}", this::get);
        routes.post(inNamespace, this::create);
        routes.put(inNamespace + "/{name}", this::replace);
        routes.delete(inNamespace + "/{name}", this::delete);
    }

    private void discover(Context context, Map<String, Object> tree) {
        gate.access(context);
        Answers.json(context, 200, tree);
    }

    private void list(Context context) {
        Access access = gate.access(context);
        Kind kind = Discovery.kind(context);
        Reach reach = reach(context, access);
        if (Answers.query(context, "watch").equals("true")) {
            watch(context, kind, reach);
            return;
        }
        Query query = new Query(
                kind.name(),
                Optional.empty(),
                Selectors.read(Answers.query(context, "labelSelector"), "labelSelector"),
                fields(context, kind),
                Answers.query(context, "continue"),
                false,
                Answers.limit(context));
        long version = store.version();
        ResourceList page = NamespacePages.list(desk, query, reach);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", kind.apiVersion());
        tree.put("kind", kind.name() + "List");
        tree.put("metadata", Map.of("resourceVersion", Long.toString(version), "continue", page.next()));
        tree.put("items", page.items().stream().map(ResourceCodec::write).toList());
        Answers.json(context, 200, tree);
    }

    private void watch(Context context, Kind kind, Reach reach) {
        List<Selector> labels = Selectors.read(Answers.query(context, "labelSelector"), "labelSelector");
        ChangeQuery query = new ChangeQuery(
                Optional.of(kind.name()),
                reach.some().size() == 1 ? Optional.of(reach.some().first()) : Optional.empty(),
                labels);
        long version = Answers.number(context, "resourceVersion", store.version(), Long.MAX_VALUE);
        store.changes(query, version, 1);
        ChangeLines lines =
                new ChangeLines(query, fields(context, kind), key -> reach.covers(key.namespace()), version);
        live.openLines(context, lines);
    }

    private static List<Selector> fields(Context context, Kind kind) {
        List<Selector> fields = Selectors.read(Answers.query(context, "fieldSelector"), "fieldSelector");
        for (Selector field : fields) {
            if (!kind.indexed().contains(field.name())) {
                throw new ApiException(
                        ErrorCode.BAD_REQUEST,
                        "fieldSelector knows of %s only %s".formatted(kind.name(), String.join(", ", kind.indexed())));
            }
        }
        return fields;
    }

    private void get(Context context) {
        Access access = gate.access(context);
        Answers.resource(context, desk.get(key(context, access)).orElseThrow(() -> ApiException.missing("")));
    }

    private void create(Context context) {
        Access access = gate.writing(context);
        Kind kind = Discovery.kind(context);
        String namespace = namespace(context, access);
        Map<String, Object> document = document(context, kind, namespace, access);
        Resource parsed = ResourceCodec.parse(document, namespace);
        if (desk.get(parsed.key()).isPresent()) {
            throw new ApiException(ErrorCode.CONFLICT, "%s exists already".formatted(parsed.key()));
        }
        Resource made =
                desk.apply(document, namespace, access.caller(Caller.Road.API)).resource();
        Answers.json(context, 201, ResourceCodec.write(made));
    }

    private void replace(Context context) {
        Access access = gate.writing(context);
        ResourceKey key = key(context, access);
        Map<String, Object> document = document(context, Discovery.kind(context), key.namespace(), access);
        if (!ResourceCodec.parse(document, key.namespace()).key().equals(key)) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "metadata.name is not the name in the address");
        }
        if (desk.get(key).isEmpty()) {
            throw ApiException.missing("");
        }
        Answers.resource(
                context,
                desk.apply(document, key.namespace(), access.caller(Caller.Road.API))
                        .resource());
    }

    private void delete(Context context) {
        Access access = gate.writing(context);
        ResourceKey key = key(context, access);
        desk.delete(key, access.caller(Caller.Road.API));
        Answers.json(context, 200, Map.of("apiVersion", "v1", "kind", "Status", "status", "Success"));
    }

    private static Map<String, Object> document(Context context, Kind kind, String namespace, Access access) {
        Map<String, Object> document = Json.readObject(Bodies.documents(context));
        if (!kind.name().equals(document.get("kind"))) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "kind is not the kind in the address, " + kind.name());
        }
        return SoundDocuments.of(List.of(document), namespace, access).get(0);
    }

    private ResourceKey key(Context context, Access access) {
        Kind kind = Discovery.kind(context);
        return new ResourceKey(kind.name(), namespace(context, access), context.pathParam("name"));
    }

    private String namespace(Context context, Access access) {
        return reach(context, access).some().first();
    }

    private Reach reach(Context context, Access access) {
        String asked = context.pathParamMap().getOrDefault("namespace", "");
        if (asked.isEmpty() && access.administrator()) {
            return Reach.ALL;
        }
        SortedSet<String> own = access.organizations().stream()
                .flatMap(slug -> desk.namespaceOf(slug).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (asked.isEmpty()) {
            return Reach.of(own);
        }
        if (access.administrator() ? !exists(asked) : !own.contains(asked)) {
            throw new ApiException(ErrorCode.NOT_FOUND, "there is no such namespace");
        }
        return Reach.of(new TreeSet<>(Set.of(asked)));
    }

    private boolean exists(String namespace) {
        return namespace.equals(ResourceDesk.INSTALLATION)
                || desk.list(Query.all("Organization")).items().stream()
                        .anyMatch(found ->
                                ((Organization) found).spec().namespaceName().equals(namespace));
    }
}
