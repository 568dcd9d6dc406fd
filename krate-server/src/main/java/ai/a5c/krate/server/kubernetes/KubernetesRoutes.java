package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The addresses of the Kubernetes face: discovery, schemas, access reviews, and every registered kind. */
public final class KubernetesRoutes implements Routes {

    private static final String VERSION = "0.1.0";

    private final Gate gate;
    private final Permissions permissions;
    private final Namespaces namespaces;
    private final Reviews reviews;
    private final OpenApiPages schemas = new OpenApiPages();
    private final Reading reading;
    private final AuditReading audit;
    private final Watching watching;
    private final Writing writing;
    private final Deleting deleting;

    /** Reads from {@code store} and {@code live}, writes through {@code desk}. */
    public KubernetesRoutes(Gate gate, ResourceDesk desk, ResourceStore store, LiveFeed live) {
        InstantSource clock = InstantSource.system();
        this.gate = gate;
        this.permissions = new Permissions(desk);
        this.namespaces = new Namespaces(permissions, store);
        this.reviews = new Reviews(permissions);
        this.reading = new Reading(store, clock);
        this.audit = new AuditReading(store, clock);
        this.watching = new Watching(gate, store, live, clock);
        this.writing = new Writing(desk, clock, RandomGenerator.getDefault());
        this.deleting = new Deleting(desk, store);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/version", read(context -> Answer.json(context, 200, Discovery.version(VERSION))));
        routes.get("/api", read(context -> Discovery.root(context, true)));
        routes.get("/apis", read(context -> Discovery.root(context, false)));
        routes.get("/openapi/v2", read(schemas::second));
        routes.get("/openapi/v3", read(schemas::root));
        routes.get("/openapi/v3/*", read(schemas::third));
        refuseWebSockets(routes);
        for (String root : new String[] {"/api/v1", "/api/v1/*", "/apis/*"}) {
            routes.get(root, guarded((context, access) -> get(context, access)));
            routes.post(root, guarded((context, access) -> post(context, access)));
            routes.put(root, guarded((context, access) -> act(context, access, Verb.UPDATE)));
            routes.patch(root, guarded((context, access) -> act(context, access, Verb.PATCH)));
            routes.delete(root, guarded((context, access) -> delete(context, access)));
        }
    }

    /** The answer that makes clients which would rather watch over a web socket watch over plain HTTP. */
    private static void refuseWebSockets(RoutesConfig routes) {
        routes.ws("/apis/*", socket -> {});
        routes.wsBeforeUpgrade("/apis/*", context -> {
            throw new ApiException(ErrorCode.UNAVAILABLE, "there are no web sockets here; watch over plain HTTP");
        });
    }

    private Handler read(Consumer<Context> answer) {
        return guarded((context, access) -> answer.accept(context));
    }

    /** Lets in who has a token; every failure becomes a Status. */
    private Handler guarded(BiConsumer<Context, Access> answer) {
        return context -> {
            try {
                answer.accept(context, gate.access(context));
            } catch (RuntimeException e) {
                Failures.answer(context, e);
            }
        };
    }

    private void get(Context context, Access access) {
        String path = context.path();
        if (path.matches("/apis/[^/]+/?")) {
            Answer.json(context, 200, Discovery.groupNamed(path.replaceAll("^/apis/|/$", "")));
            return;
        }
        Address address = address(context);
        if (address.plural().isEmpty()) {
            Answer.json(context, 200, Discovery.resources(address.apiVersion()));
        } else if (address.group().isEmpty()) {
            core(context, access, address);
        } else {
            boolean watch = Answer.flag(context, "watch");
            act(context, access, !address.name().isEmpty() ? Verb.GET : watch ? Verb.WATCH : Verb.LIST);
        }
    }

    private void core(Context context, Access access, Address address) {
        if (!address.plural().equals("namespaces") || !address.subresource().isEmpty()) {
            throw Status.unknownResource().refusal();
        }
        if (address.name().isEmpty()) {
            namespaces.list(context, access);
        } else {
            namespaces.get(context, access, address.name());
        }
    }

    private void post(Context context, Access access) {
        Address address = address(context);
        if (Reviews.ANSWERED.contains(address.apiVersion())) {
            reviews.answer(context, access, address);
        } else if (address.name().isEmpty()) {
            act(context, access, Verb.CREATE);
        } else {
            throw Status.unknownResource().refusal();
        }
    }

    private void delete(Context context, Access access) {
        act(context, access, address(context).name().isEmpty() ? Verb.DELETECOLLECTION : Verb.DELETE);
    }

    private void act(Context context, Access access, Verb verb) {
        Address address = address(context);
        Kind kind = Served.kind(address, verb)
                .orElseThrow(() -> Status.unknownResource().refusal());
        Subject.of(kind, address.name()).noteIn(context);
        Reach reach = permissions.admit(access, verb, kind, address);
        switch (verb) {
            case LIST -> list(context, kind, reach);
            case WATCH -> watching.watch(context, access, kind, reach);
            case GET -> get(context, kind, Names.key(kind, address));
            case DELETE -> deleting.one(context, access, new Ask(verb, kind, address, reach));
            case DELETECOLLECTION -> deleting.collection(context, access, new Ask(verb, kind, address, reach));
            default -> writing.write(context, access, new Ask(verb, kind, address, reach));
        }
    }

    private void list(Context context, Kind kind, Reach reach) {
        if (AuditReading.reads(kind)) {
            audit.list(context, reach);
        } else {
            reading.list(context, kind, reach);
        }
    }

    private void get(Context context, Kind kind, ResourceKey key) {
        if (AuditReading.reads(kind)) {
            audit.get(context, key);
        } else {
            reading.get(context, kind, key);
        }
    }

    private static Address address(Context context) {
        return Address.of(context.path())
                .orElseThrow(() -> Status.unknownResource().refusal());
    }
}
