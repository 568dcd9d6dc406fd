package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of Kubernetes discover, make, change and delete. */
class KubernetesRoutesTest extends KubernetesFace {

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
}
