package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.server.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesRoutesTest {

    private static final String POOLS = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String METADATA = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new KubernetesRoutes(world.gate, world.desk, world.store, world.live)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client administrator = new Client(server.port(), world.administrator);

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private Reply create(String name, String size) throws Exception {
        return acme.post(POOLS, "application/json", pool(name, size));
    }

    private static String pool(String name, String size) {
        return """
                {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool",
                 "metadata":{"name":"%s","labels":{"size":"%s"}},"spec":{"maxReplicas":2}}""".formatted(name, size);
    }

    private static List<String> names(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("items") instanceof List<?> items
                ? items.stream()
                        .map(item -> Fields.text(map(item), "metadata.name"))
                        .toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void groupsAndKindsAreDiscoveredOneByOneAndAllAtOnce() throws Exception {
        assertThat(acme.get("/api").body())
                .isEqualTo("{\"kind\":\"APIVersions\",\"versions\":[\"v1\"],\"serverAddressByClientCIDRs\":[]}");
        assertThat(acme.get("/apis").body())
                .contains(
                        "\"name\":\"krate.a5c.ai\"",
                        "\"name\":\"runs.krate.a5c.ai\"",
                        "\"name\":\"authorization.k8s.io\"");
        assertThat(acme.get("/apis/krate.a5c.ai").body())
                .startsWith("{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"krate.a5c.ai\"");
        assertThat(acme.get("/apis/krate.a5c.ai/v1alpha1").body())
                .contains(
                        "{\"name\":\"runnerpools\",\"singularName\":\"runnerpool\",\"namespaced\":true,\"kind\":\"RunnerPool\","
                                + "\"verbs\":[\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\",\"watch\"],"
                                + "\"shortNames\":[\"pool\",\"pools\"],\"categories\":[\"krate\"]}")
                .contains(
                        "{\"name\":\"runnerpools/status\",\"singularName\":\"\",\"namespaced\":true,\"kind\":\"RunnerPool\","
                                + "\"verbs\":[\"get\",\"patch\",\"update\"]}");
        assertThat(acme.get("/apis/other").status()).isEqualTo(404);
        assertThat(acme.get("/apis/other/v1").status()).isEqualTo(404);
        Reply aggregated =
                acme.get("/apis", "Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(aggregated.header("Content-Type"))
                .startsWith("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(aggregated.body())
                .contains(
                        "{\"resource\":\"runnerpools\",\"responseKind\":{\"group\":\"krate.a5c.ai\",\"version\":\"v1alpha1\","
                                + "\"kind\":\"RunnerPool\"},\"scope\":\"Namespaced\",\"singularResource\":\"runnerpool\"");
        assertThat(acme.get("/version").body()).contains("\"gitVersion\":\"v1.32.0-krate.");
    }

    @Test
    void schemasAreSentOnceAndKeptByWhoKnowsTheirTag() throws Exception {
        String path = "/openapi/v3/apis/krate.a5c.ai/v1alpha1";
        assertThat(acme.get("/openapi/v3").body()).contains("\"apis/krate.a5c.ai/v1alpha1\"", path + "?hash=");
        Reply whole = acme.get(path);
        assertThat(whole.json()).containsEntry("openapi", "3.0.0");
        Reply known = acme.get(path, "If-None-Match", whole.header("ETag"));
        assertThat(known.status() + known.body()).isEqualTo("304");
        assertThat(acme.get("/openapi/v2").json()).containsEntry("swagger", "2.0");
        assertThat(acme.get("/openapi/v3/apis/other/v1").status()).isEqualTo(404);
        String protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
        assertThat(acme.get("/openapi/v2", "Accept", protobuf).status()).isEqualTo(406);
    }

    @Test
    void aTokenMayStandAsThePassword() throws Exception {
        Client anonymous = new Client(server.port(), "");
        String pair = Base64.getEncoder().encodeToString(("me:" + world.acme).getBytes(StandardCharsets.UTF_8));
        assertThat(anonymous.get(POOLS, "Authorization", "Basic " + pair).status())
                .isEqualTo(200);
        for (String wrong : List.of("", "%%%", "bWU6a3J0X25vdGhpbmc=")) {
            assertThat(anonymous.get(POOLS, "Authorization", "Basic " + wrong).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void theLifeOfAResource() throws Exception {
        assertThat(create("local", "s").status()).isEqualTo(201);
        Reply again = create("local", "s");
        assertThat(again.status() + again.body())
                .isEqualTo(
                        "409{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                                + "\"message\":\"runnerpools.krate.a5c.ai \\\"local\\\" already exists\",\"reason\":\"AlreadyExists\","
                                + "\"details\":{\"name\":\"local\",\"group\":\"krate.a5c.ai\",\"kind\":\"runnerpools\"},\"code\":409}");
        Reply merged =
                acme.send("PATCH", POOLS + "/local", "application/merge-patch+json", "{\"spec\":{\"maxReplicas\":3}}");
        assertThat(merged.body()).contains("\"maxReplicas\":3").contains("\"generation\":2");
        Reply replaced = acme.put(POOLS + "/local", pool("local", "m"));
        assertThat(replaced.body()).contains("\"maxReplicas\":2").contains("\"size\":\"m\"");
        String stale = pool("local", "l").replace("\"name\"", "\"resourceVersion\":\"1\",\"name\"");
        Reply conflict = acme.put(POOLS + "/local", stale);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.body())
                .contains("Operation cannot be fulfilled on runnerpools.krate.a5c.ai \\\"local\\\": the object has been"
                        + " modified; please apply your changes to the latest version and try again");
        Reply gone = acme.delete(POOLS + "/local");
        assertThat(gone.body())
                .startsWith(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Success\","
                                + "\"details\":{\"name\":\"local\",\"group\":\"krate.a5c.ai\",\"kind\":\"runnerpools\",\"uid\":\"");
        assertThat(acme.get(POOLS + "/local").body())
                .contains("\"message\":\"runnerpools.krate.a5c.ai \\\"local\\\" not found\",\"reason\":\"NotFound\"");
    }

    @Test
    void aDryRunStoresNothing() throws Exception {
        Reply made = acme.post(POOLS + "?dryRun=All", "application/json", pool("local", "s"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(acme.get(POOLS + "/local").status()).isEqualTo(404);
        create("local", "s");
        acme.send(
                "PATCH", POOLS + "/local?dryRun=All", "application/merge-patch+json", "{\"spec\":{\"maxReplicas\":9}}");
        acme.send("DELETE", POOLS + "/local", "application/json", "{\"dryRun\":[\"All\"]}");
        assertThat(acme.get(POOLS + "/local").body()).contains("\"maxReplicas\":2");
        assertThat(acme.post(POOLS + "?dryRun=Some", "application/json", pool("x", "s"))
                        .body())
                .contains("\"message\":\"dryRun must be All\",\"reason\":\"BadRequest\"");
    }

    @Test
    void everyFaultIsACauseThatNamesItsField() throws Exception {
        String body = pool("local", "s").replace("{\"maxReplicas\":2}", "{\"maxReplica\":2,\"trustTier\":\"some\"}");
        Reply reply = acme.post(POOLS, "application/json", body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(Fields.text(reply.json(), "message")).startsWith("RunnerPool.krate.a5c.ai \"local\" is invalid: [");
        assertThat(reply.body())
                .contains("\"field\":\"spec.maxReplica\"")
                .contains("{\"reason\":\"FieldValueRequired\",\"message\":\"required")
                .contains("\"field\":\"spec.trustTier\"")
                .contains("\"details\":{\"name\":\"local\",\"group\":\"krate.a5c.ai\",\"kind\":\"RunnerPool\"");
    }

    @Test
    void aNameIsMadeForWhoAsksForOne() throws Exception {
        String body = pool("", "s").replace("\"name\":\"\"", "\"generateName\":\"pool-\"");
        Reply reply = acme.post(POOLS, "application/json", body);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(Fields.text(reply.json(), "metadata.name")).matches("pool-[a-z0-9]{5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "labelSelector=size=s | a,c",
                "labelSelector=size!=s | b",
                "labelSelector=size%20in%20(s,m) | a,b,c",
                "labelSelector=size%20notin%20(s) | b",
                "labelSelector=size | a,b,c",
                "labelSelector=!size | ^^",
                "fieldSelector=metadata.name=b | b",
                "fieldSelector=metadata.name!=b | a,c",
                "fieldSelector=metadata.namespace=acme | a,b,c",
                "fieldSelector=metadata.namespace=globex | ^^",
                "fieldSelector=metadata.name=b,metadata.name=c | ^^",
                "fieldSelector=metadata.name!=b&labelSelector=size=s&limit=1 | a"
            })
    void selectorsSelect(String query, String names) throws Exception {
        create("a", "s");
        create("b", "m");
        create("c", "s");
        assertThat(String.join(",", names(acme.get(POOLS + "?" + query)))).isEqualTo(names);
        assertThat(String.join(",", names(acme.get("/apis/krate.a5c.ai/v1alpha1/runnerpools?" + query))))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "fieldSelector=spec.nothing=1, 400",
        "fieldSelector=metadata.name, 400",
        "labelSelector=a%20b, 400",
        "labelSelector=a=%00, 400",
        "limit=-1, 400",
        "limit=x, 400",
        "continue=x, 400",
        "watch=perhaps, 400",
        "resourceVersion=x, 400",
        "resourceVersionMatch=Exact, 400",
        "resourceVersion=1&resourceVersionMatch=Some, 400",
        "resourceVersion=1&resourceVersionMatch=Exact, 410",
        "resourceVersion=99999999, 504",
        "includeObject=Some, 400",
        "watch=true&sendInitialEvents=true, 400"
    })
    void questionsThatMakeNoSenseAreRefused(String query, int status) throws Exception {
        create("a", "s");
        Reply reply = acme.get(POOLS + "?" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json()).containsEntry("kind", "Status").containsEntry("status", "Failure");
    }

    @Test
    void pagesGoOnAtTheVersionOfTheFirst() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            create(name, "s");
        }
        List<String> seen = new ArrayList<>();
        String version = "";
        String token = "";
        do {
            Reply page = acme.get(POOLS + "?limit=2&continue=" + token);
            seen.addAll(names(page));
            String pageVersion = Fields.text(page.json(), "metadata.resourceVersion");
            assertThat(version).isIn("", pageVersion);
            version = pageVersion;
            token = Fields.text(page.json(), "metadata.continue");
            create("z" + seen.size(), "s");
        } while (!token.isEmpty());
        assertThat(seen).startsWith("a", "b", "c", "d", "e").doesNotHaveDuplicates();
    }

    @Test
    void aTokenOfAListThatIsTooOldIsExpired() throws Exception {
        create("a", "s");
        create("b", "s");
        String token = Fields.text(acme.get(POOLS + "?limit=1").json(), "metadata.continue");
        create("c", "s");
        world.store.compact(world.store.version());
        Reply reply = acme.get(POOLS + "?limit=1&continue=" + token);
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.json()).containsEntry("reason", "Expired");
        assertThat(administrator
                        .get("/apis/krate.a5c.ai/v1alpha1/runnerpools?limit=1&continue=" + token)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsComeAsTablesAndAsMetadata() throws Exception {
        create("a", "s");
        Reply table = acme.get(POOLS, "Accept", TABLE);
        assertThat(table.json()).containsEntry("kind", "Table").containsEntry("apiVersion", "meta.k8s.io/v1");
        assertThat(table.body())
                .contains("\"columnDefinitions\":[{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\"")
                .contains("{\"cells\":[\"a\",\"process\",2,\"untrusted\",")
                .contains(
                        "\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":");
        assertThat(acme.get(POOLS + "?includeObject=None", "Accept", TABLE).body())
                .doesNotContain("\"object\"");
        assertThat(acme.get(POOLS + "?includeObject=Object", "Accept", TABLE).body())
                .contains("\"maxReplicas\":2");
        assertThat(acme.get(POOLS, "Accept", METADATA).body())
                .startsWith("{\"apiVersion\":\"meta.k8s.io/v1\",\"kind\":\"PartialObjectMetadataList\"")
                .doesNotContain("\"spec\"");
        assertThat(acme.get(POOLS, "Accept", "application/vnd.kubernetes.protobuf")
                        .status())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "POST | ^^ | application/vnd.kubernetes.protobuf | {} | 415",
                "POST | ^^ | application/json | [] | 400",
                "POST | ^^ | application/json | { | 400",
                "POST | ^^ | application/json | {\"kind\":\"AgentStack\"} | 400",
                "POST | ^^ | application/json | {\"apiVersion\":\"v1\"} | 400",
                "POST | ^^ | application/json | {\"metadata\":{\"namespace\":\"globex\"}} | 400",
                "POST | ^^ | application/json | {\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"7\"}} | 400",
                "POST | ?fieldValidation=Maybe | application/json | {} | 400",
                "PUT | /a | application/json | {\"metadata\":{\"name\":\"b\"}} | 400",
                "PATCH | /a | application/strategic-merge-patch+json | {} | 415",
                "PATCH | /a | application/merge-patch+json | [] | 400",
                "PATCH | /a?force=true | application/merge-patch+json | {} | 400",
                "PATCH | /a | application/merge-patch+json | {\"metadata\":{\"name\":\"b\"}} | 400",
                "PATCH | /a | application/apply-patch+yaml | {} | 400",
                "PATCH | /a | application/json-patch+json | [{\"op\":\"test\",\"path\":\"/spec/maxReplicas\",\"value\":7}] | 422",
                "DELETE | /a | application/json | {\"propagationPolicy\":\"Some\"} | 400",
                "DELETE | /a | application/json | {\"preconditions\":{\"uid\":\"other\"}} | 409",
                "DELETE | /a | application/json | {\"preconditions\":{\"resourceVersion\":\"1\"}} | 409",
                "DELETE | /%2e%2e | application/json | {} | 404",
                "PUT | /a/scale | application/json | {} | 405"
            })
    void writesThatMakeNoSenseAreRefused(String method, String path, String type, String body, int status)
            throws Exception {
        create("a", "s");
        Reply reply = acme.send(method, POOLS + path, type, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json()).containsEntry("kind", "Status").containsEntry("code", status);
    }

    @Test
    void yamlIsReadToo() throws Exception {
        String yaml =
                "apiVersion: krate.a5c.ai/v1alpha1\nkind: RunnerPool\nmetadata: {name: y}\nspec: {maxReplicas: 1}\n";
        assertThat(acme.post(POOLS, "application/yaml", yaml).status()).isEqualTo(201);
    }

    @Test
    void aCollectionIsDeletedAsFarAsTheSelectorGoes() throws Exception {
        create("a", "s");
        create("b", "m");
        Reply reply = acme.send("DELETE", POOLS + "?labelSelector=size=s", "application/json", "");
        assertThat(names(reply)).containsExactly("a");
        assertThat(names(acme.get(POOLS))).containsExactly("b");
    }

    @Test
    void statusIsWrittenByItselfOnly() throws Exception {
        create("a", "s");
        acme.send("PATCH", POOLS + "/a", "application/merge-patch+json", "{\"status\":{\"observedGeneration\":7}}");
        assertThat(acme.get(POOLS + "/a").body()).doesNotContain("\"observedGeneration\":7");
        Reply reply = administrator.send(
                "PATCH",
                POOLS + "/a/status",
                "application/merge-patch+json",
                "{\"spec\":{\"maxReplicas\":9},\"status\":{\"observedGeneration\":7}}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("\"observedGeneration\":7").contains("\"maxReplicas\":2");
    }

    @Test
    void accessReviewsSayWhatTheRoutesDo() throws Exception {
        assertThat(review("create", "runnerpools", "acme")).isEqualTo("true");
        assertThat(review("create", "runnerpools", "globex")).isEqualTo("false");
        assertThat(review("create", "organizations", "krate-system")).isEqualTo("false");
        assertThat(review("fly", "runnerpools", "acme")).isEqualTo("false");
        assertThat(acme.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "application/json", "{}")
                        .body())
                .contains("\"username\":\"acme-writer\"", "\"krate:organization:acme\"");
        assertThat(acme.post(
                                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                                "application/json",
                                "{\"spec\":{\"namespace\":\"globex\"}}")
                        .body())
                .doesNotContain("runnerpools");
    }

    private String review(String verb, String resource, String namespace) throws Exception {
        String body = Json.write(Map.of(
                "spec",
                Map.of(
                        "resourceAttributes",
                        Map.of("verb", verb, "group", "krate.a5c.ai", "resource", resource, "namespace", namespace))));
        Reply reply = acme.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "application/json", body);
        assertThat(reply.status()).isEqualTo(201);
        return Fields.text(reply.json(), "status.allowed");
    }

    @Test
    void namespacesAreThoseOfTheCaller() throws Exception {
        assertThat(names(acme.get("/api/v1/namespaces"))).containsExactly("acme");
        assertThat(names(administrator.get("/api/v1/namespaces"))).containsExactly("acme", "globex", "krate-system");
        assertThat(acme.get("/api/v1/namespaces/globex").status()).isEqualTo(404);
        assertThat(acme.get("/api/v1/pods").status()).isEqualTo(404);
    }

    @Test
    void aWatchBeginsWithWhatIsThereAndEndsInTime() throws Exception {
        create("a", "s");
        create("b", "m");
        String body = acme.get(POOLS + "?watch=true&timeoutSeconds=1&labelSelector=size=s&allowWatchBookmarks=true"
                        + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
                .body();
        assertThat(events(body)).containsExactly("ADDED a", "BOOKMARK", "BOOKMARK");
        assertThat(body).contains("\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}");
        assertThat(events(acme.get(POOLS + "?watch=1&timeoutSeconds=1").body())).containsExactly("ADDED a", "ADDED b");
    }

    @Test
    void aWatcherHearsWhenSomethingLeavesItsSelector() throws Exception {
        create("a", "s");
        create("b", "m");
        String version = Long.toString(world.store.version());
        for (String size : List.of("m", "s", "s")) {
            acme.send(
                    "PATCH",
                    POOLS + "/a",
                    "application/merge-patch+json",
                    "{\"metadata\":{\"labels\":{\"size\":\"%s\"}},\"spec\":{\"maxReplicas\":%d}}"
                            .formatted(size, world.store.version()));
        }
        acme.delete(POOLS + "/b");
        String query = "?watch=true&timeoutSeconds=1&labelSelector=size=s&resourceVersion=" + version;
        assertThat(events(acme.get(POOLS + query).body())).containsExactly("DELETED a", "MODIFIED a", "MODIFIED a");
        String table = acme.get(POOLS + query, "Accept", TABLE).body();
        assertThat(table.lines().filter(line -> line.contains("\"name\":\"Age\"")))
                .as("columns are described once")
                .hasSize(1);
    }

    private static List<String> events(String body) {
        return body.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Json.readObject(line.strip()))
                .flatMap(event -> Stream.of(
                        (Fields.text(event, "type") + " " + Fields.text(event, "object.metadata.name")).strip()))
                .toList();
    }
}
