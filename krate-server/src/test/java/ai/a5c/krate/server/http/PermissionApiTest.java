package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities, grants and bindings over HTTP: who may make, read and refuse which. */
class PermissionApiTest extends PermissionFace {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks"
            })
    void aWriterMakesOneOnceAndNobodyElseDoes(String path) throws Exception {
        assertThat(post(nobody, path, body(path)).status()).isEqualTo(401);
        Reply reading = post(reader, path, body(path));
        assertThat(reading.status()).isEqualTo(403);
        assertThat(reading.body()).contains("\"code\":\"POLICY_DENIED\"");
        Reply foreign = post(globex, path, body(path));
        Reply missing = globex.post("/api/orgs/nowhere/agents" + path, JSON, body(path));
        assertThat(foreign.error()).isEqualTo(missing.error()).startsWith("404 ");
        Reply made = post(acme, path, body(path));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"name\":\"second\"").contains("\"organizationRef\":\"acme\"");
        Reply again = post(acme, path, body(path));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("\"code\":\"ALREADY_EXISTS\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks",
                "/permissions/review"
            })
    void hostileBodiesAreRefusedAndTheFieldIsNamed(String path) throws Exception {
        boolean review = path.endsWith("review");
        String good = body(path);
        assertThat(post(acme, path, "").status()).isIn(400, 415, 422);
        assertThat(post(acme, path, "[]").status()).isIn(400, 422);
        assertThat(post(acme, path, "{").status()).isIn(400, 422);
        assertThat(post(acme, path, "{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}")
                        .status())
                .isIn(400, 422);
        assertThat(acme.oversized(BASE + path)).startsWith("HTTP/1.1 413 ");
        assertThat(acme.post(BASE + path, "text/html", good).status()).isEqualTo(415);
        Reply unknown = post(
                acme,
                path,
                "{\"evil\":1," + (review ? good.substring(1) : inJson(path).substring(1)));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("\"field\":\"$.evil\"");
        String nul = (review ? good : inJson(path))
                .replace("claude-fix", "cla\\u0000ude")
                .replace("second", "sec\\u0000ond");
        assertThat(post(acme, path, nul).status()).as(nul).isIn(400, 422);
        Reply type = post(acme, path, review ? "{\"agentStack\":7}" : "{\"metadata\":{\"name\":\"x\"},\"spec\":7}");
        assertThat(type.status()).isEqualTo(422);
        assertThat(type.body()).contains(review ? "\"field\":\"$.agentStack\"" : "\"field\":\"$.spec\"");
        assertThat(world.desk.all(AgentSecretGrant.class, "acme")).isEmpty();
    }

    private static String inJson(String path) {
        return path.equals("/secrets/grants") ? """
                {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
                 "secretRef":{"name":"model-provider","keys":["api-key"]},"purpose":"model-provider-token"}}""" : body(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks"
            })
    void whatNamesAnotherOrganizationIsRefused(String path) throws Exception {
        for (String foreign : List.of("globex", "nowhere")) {
            Reply reply = post(
                    acme,
                    path,
                    inJson(path).replace("\"spec\":{", "\"spec\":{\"organizationRef\":\"" + foreign + "\","));
            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
            assertThat(reply.body())
                    .contains("\"code\":\"CROSS_ORG_REF_DENIED\"")
                    .contains("\"field\":\"$.spec.organizationRef\"");
        }
        Reply elsewhere = post(
                acme,
                path,
                inJson(path).replace("\"name\":\"second\"", "\"name\":\"second\",\"namespace\":\"globex\""));
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(elsewhere.body()).contains("\"field\":\"$.metadata.namespace\"");
        Reply kind =
                post(acme, path, "{\"kind\":\"Organization\"," + inJson(path).substring(1));
        assertThat(kind.status()).isEqualTo(422);
        assertThat(kind.body()).contains("\"field\":\"$.kind\"");
    }

    @ParameterizedTest
    @CsvSource({"/secrets/grants,secretRef", "/config/grants,configMapRef"})
    void aGrantReachesNoOtherNamespaceWhetherItIsThereOrNot(String path, String ref) throws Exception {
        for (String foreign : List.of("globex", "nowhere")) {
            Reply reply = post(
                    acme,
                    path,
                    inJson(path).replace("\"" + ref + "\":{", "\"" + ref + "\":{\"namespace\":\"" + foreign + "\","));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body())
                    .contains("\"code\":\"CROSS_ORG_REF_DENIED\"")
                    .contains("$.spec." + ref + ".namespace is not the grant's own namespace acme")
                    .doesNotContain(foreign);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities",
                "/permissions",
                "/secrets",
                "/configmaps",
                "/capability-requirements",
                "/stacks",
                "/stacks/claude-fix"
            })
    void whoeverMayReadReadsAndAForeignOrganizationIsNotThere(String path) throws Exception {
        assertThat(nobody.get(BASE + path).status()).isEqualTo(401);
        assertThat(globex.get(BASE + path).error())
                .isEqualTo(globex.get("/api/orgs/nowhere/agents" + path).error())
                .startsWith("404 ");
        Reply reply = reader.get(BASE + path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .doesNotContain(VALUE)
                .doesNotContain("their-own")
                .doesNotContain("globex");
        assertThat(reader.get("/api/agents" + path).body()).isEqualTo(reply.body());
    }

    @Test
    void identitiesSayWhereTheyAreUsed() throws Exception {
        assertThat(reader.get(BASE + "/identities").body()).isEqualTo("""
                {"users":[{"name":"ada","displayName":"Ada","teams":["platform"]}],\
                "teams":[{"name":"platform","displayName":"","members":["ada"]}],\
                "agentIdentities":[],\
                "runnerIdentities":[{"name":"fixer","account":"acme/krate-fixer","owner":"","trustTier":"trusted",\
                "allowedRepositories":["acme/*"],"allowedRunnerPools":["local"],\
                "usedBy":["AgentStack/claude-fix","RunnerPool/local"]}]}""");
    }

    @Test
    void secretsAreNamesGrantsAndConsumers() throws Exception {
        assertThat(post(acme, "/secrets/grants", GRANT).status()).isEqualTo(201);
        assertThat(reader.get(BASE + "/secrets").body())
                .startsWith(
                        "{\"items\":[{\"name\":\"model-provider\",\"exists\":true,\"keys\":[\"api-key\"],\"version\":\"")
                .contains(
                        "\"grants\":[{\"name\":\"second\",\"subject\":\"agent-stack/claude-fix\",\"effect\":\"allow\"")
                .contains("\"consumers\":[{\"ref\":\"AgentStack/claude-fix\",\"keys\":[\"api-key\"],"
                        + "\"purpose\":\"model-provider-token\"}]");
    }

    @Test
    void theTemplatesOfRolesAreReadyToApply() throws Exception {
        String path = BASE + "/permissions/role-templates";
        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(globex.get(path).error())
                .isEqualTo(globex.get(path.replace("acme", "nowhere")).error());
        List<?> templates = reader.get(path).json().get("items") instanceof List<?> items ? items : List.of();
        assertThat(templates).hasSize(8);
        Client administrator = new Client(server.port(), world.administrator);
        for (Object template : templates) {
            String yaml = template instanceof Map<?, ?> map ? String.valueOf(map.get("yaml")) : "";
            assertThat(administrator
                            .post("/api/orgs/acme/resources", "application/yaml", yaml)
                            .status())
                    .as(yaml)
                    .isEqualTo(200);
        }
        assertThat(reader.get(path).body()).doesNotContain("\"applied\":false");
    }

    @Test
    void rolesSayWhoHoldsThem() throws Exception {
        assertThat(post(acme, "/permissions/role-bindings", BINDING).status()).isEqualTo(201);
        assertThat(reader.get(BASE + "/permissions").body())
                .contains("{\"name\":\"reader\",\"rules\":[\"get, list on pods\"],\"bindings\":[\"second\"]}")
                .contains("\"subjects\":[{\"subject\":\"agent-stack/claude-fix\",\"roles\":[\"reader\"]}]");
    }

    @Test
    void aBindingThatGivesMoreThanItsAuthorHasIsRefusedAndTheRulesAreNamed() throws Exception {
        Map<String, Object> rule =
                Map.of("apiGroups", List.of(""), "resources", List.of("secrets"), "verbs", List.of("get"));
        world.put(World.resource("Role", "acme", "secret-reader", Map.of("rules", List.of(rule)), Map.of()));
        String binding = BINDING.replace("\"reader\"", "\"secret-reader\"");
        Reply refused = post(acme, "/permissions/role-bindings", binding);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body())
                .contains("\"code\":\"FORBIDDEN\"")
                .contains("binding 'second' would give what acme-writer does not have: get on secrets");
        Client administrator = new Client(server.port(), world.administrator);
        assertThat(post(administrator, "/permissions/role-bindings", binding).status())
                .isEqualTo(201);
    }
}
