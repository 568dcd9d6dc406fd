package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind and verb: what belongs to another organization is answered as what is not there. */
class AlikeTest {

    private static final String FOREIGN = "globex";
    private static final String MISSING = "nobody";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new KubernetesRoutes(world.gate, world.desk, world.store, world.live)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client anonymous = new Client(server.port(), "");

    @BeforeEach
    void everyKindIsThere() {
        for (Kind kind : KindRegistry.all()) {
            for (String namespace : List.of(FOREIGN, "krate-system")) {
                String document = Json.write(World.resource(kind.name(), namespace, "thing", Map.of(), Map.of()));
                world.store.transact(transaction -> transaction.put(
                        new ResourceDraft(
                                new ResourceKey(kind.name(), namespace, "thing"), Map.of(), Map.of(), document),
                        ResourceStore.ABSENT));
            }
        }
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    /** A request as a method, a path behind the namespace's, a content type and a body. */
    private record Try(String method, String path, String type, String body) {}

    private static List<Try> tries(Kind kind) {
        String all = "/" + kind.info().plural();
        String one = all + "/thing";
        String document = "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"thing\"},\"spec\":{}}"
                .formatted(kind.apiVersion(), kind.name());
        List<Try> tries = new ArrayList<>();
        tries.add(new Try("GET", one, "", ""));
        tries.add(new Try("GET", one + "/status", "", ""));
        tries.add(new Try("GET", all, "", ""));
        tries.add(new Try("GET", all + "?watch=true&timeoutSeconds=1", "", ""));
        tries.add(new Try("POST", all, "application/json", document));
        tries.add(new Try("POST", all + "?dryRun=All", "application/json", document));
        for (String path : List.of(one, one + "/status")) {
            tries.add(new Try("PUT", path, "application/json", document));
            tries.add(new Try("PATCH", path, "application/merge-patch+json", "{\"spec\":{\"x\":1}}"));
            tries.add(new Try("PATCH", path, "application/json-patch+json", "[]"));
            tries.add(new Try("PATCH", path + "?fieldManager=m", "application/apply-patch+yaml", document));
        }
        tries.add(new Try("DELETE", one, "", ""));
        tries.add(new Try("DELETE", all, "", ""));
        return tries;
    }

    private static Reply ask(Client client, Kind kind, String namespace, Try request) throws Exception {
        String path = "/apis/%s/namespaces/%s%s".formatted(kind.apiVersion(), namespace, request.path());
        return request.method().equals("GET")
                ? client.get(path)
                : client.send(
                        request.method(),
                        path,
                        request.type().isEmpty() ? "application/json" : request.type(),
                        request.body());
    }

    @Test
    void aForeignThingAndAMissingOneAnswerAlike() throws Exception {
        for (Kind kind : KindRegistry.all()) {
            for (Try request : tries(kind)) {
                Reply missing = ask(acme, kind, MISSING, request);
                assertThat(missing.status()).as("%s %s", kind.name(), request).isIn(403, 404, 405);
                for (String foreign : List.of(FOREIGN, "krate-system")) {
                    Reply reply = ask(acme, kind, foreign, request);
                    assertThat(reply.status() + reply.body().replace(foreign, MISSING))
                            .as("%s %s", kind.name(), request)
                            .isEqualTo(missing.status() + missing.body());
                }
            }
        }
    }

    @Test
    void aReadingTokenWritesNothingAndNoTokenDoesNothing() throws Exception {
        for (Kind kind : KindRegistry.all()) {
            for (Try request : tries(kind)) {
                assertThat(ask(anonymous, kind, "acme", request).status()).isEqualTo(401);
                if (!request.method().equals("GET")) {
                    assertThat(ask(reader, kind, "acme", request).status())
                            .as("%s %s", kind.name(), request)
                            .isIn(403, 405);
                }
            }
        }
        assertThat(world.store.list(Query.all("RunnerPool")).items()).hasSize(2);
    }
}
