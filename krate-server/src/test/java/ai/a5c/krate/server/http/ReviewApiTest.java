package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reviews and stacks over HTTP: what is missing, what mends it, and what is asked wrongly. */
class ReviewApiTest extends PermissionFace {

    @Test
    void aReviewSaysWhatIsMissingAndTheSuggestionMendsIt() throws Exception {
        Reply denied = reader.post(
                BASE + "/permissions/review", JSON, "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\"}");
        assertThat(denied.status()).isEqualTo(200);
        assertThat(denied.body())
                .startsWith("{\"approvalRequirements\":")
                .contains("\"decision\":\"denied\"")
                .contains("\"code\":\"MissingSecretGrant\"");
        List<?> suggestions = denied.json().get("yamlPreview") instanceof List<?> items ? items : List.of();
        Object suggestion = suggestions.get(0);
        assertThat(acme.post(BASE + "/secrets/grants", "application/yaml", String.valueOf(suggestion))
                        .status())
                .isEqualTo(201);
        Reply allowed = reader.post(
                BASE + "/permissions/review", JSON, "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\"}");
        assertThat(allowed.body()).contains("\"decision\":\"allowed\"").contains("\"yamlPreview\":[]");
        assertThat(allowed.header("ETag")).matches("\"sha256:[0-9a-f]{64}\"");
    }

    @Test
    void anOrganizationMayBeCalledOtherwiseInAddressesThanInResources() throws Exception {
        world.put(World.resource(
                "Organization",
                "krate-system",
                "umbrella-corporation",
                Map.of("slug", "umbrella", "namespaceName", "umbrella-agents"),
                Map.of()));
        world.put(World.resource(
                "OrgNamespaceBinding",
                "krate-system",
                "umbrella-corporation",
                Map.of("organizationRef", "umbrella-corporation", "namespace", "umbrella-agents"),
                Map.of()));
        Client administrator = new Client(server.port(), world.administrator);
        String stacks = "/api/orgs/umbrella/agents/stacks";
        Map<String, Object> spec = new HashMap<>(stackSpec());
        spec.put("organizationRef", "umbrella-corporation");
        world.put(World.resource("AgentStack", "umbrella-agents", "second", spec, Map.of()));
        Map<String, Object> stack = administrator.get(stacks + "/second").json();
        assertThat(String.valueOf(stack.get("review")))
                .contains("MissingRuntimeIdentity")
                .doesNotContain("MissingStack");
        assertThat(administrator
                        .post("/api/orgs/umbrella/agents/permissions/review", JSON, "{\"agentStack\":\"second\"}")
                        .body())
                .contains("MissingRuntimeIdentity")
                .doesNotContain("MissingStack");
    }

    @Test
    void aReviewThatIsAskedWronglySaysEverythingThatIsWrong() throws Exception {
        Reply reply = reader.post(
                BASE + "/permissions/review",
                JSON,
                "{\"agentStak\":\"x\",\"trust\":\"total\",\"taskKind\":[],\"moment\":null}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("\"field\":\"$.agentStak\"", "did you mean 'agentStack'?")
                .contains("\"field\":\"$.agentStack\",\"message\":\"required; expected the name of a stack\"")
                .contains("\"field\":\"$.trust\",\"message\":\"expected one of untrusted, member, trusted\"")
                .contains("\"field\":\"$.taskKind\"")
                .contains("\"field\":\"$.moment\"");
        assertThat(reader.post(
                                BASE + "/permissions/review",
                                JSON,
                                "{\"agentStack\":\"claude-fix\",\"organization\":\"globex\"}")
                        .body())
                .contains("CROSS_ORG_REF_DENIED")
                .doesNotContain("globex");
    }

    @Test
    void aReviewMayBeOfAPartOfTheStack() throws Exception {
        String asked = "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\",\"skills\":%s}";
        assertThat(reader.post(BASE + "/permissions/review", JSON, asked.formatted("[\"deploy\"]"))
                        .status())
                .isEqualTo(200);
        assertThat(reader.post(BASE + "/permissions/review", JSON, asked.formatted("[7]"))
                        .body())
                .contains("\"field\":\"$.skills\",\"message\":\"expected a list of at most 100 names\"");
    }

    @Test
    void aReviewOfWhatIsNotThereAnswersAlikeForForeignAndMissingNames() throws Exception {
        world.put(World.resource("AgentStack", "globex", "theirs", stackSpec(), Map.of()));
        String foreign = reader.post(BASE + "/permissions/review", JSON, "{\"agentStack\":\"theirs\"}")
                .body();
        String missing = reader.post(BASE + "/permissions/review", JSON, "{\"agentStack\":\"no-one\"}")
                .body();
        assertThat(foreign).contains("MissingStack");
        assertThat(foreign.replace("theirs", "no-one")).isEqualTo(missing);
    }

    @Test
    void aStackShowsItsReviewAndConsumersAndIsChangedAndDeleted() throws Exception {
        Reply stack = reader.get(BASE + "/stacks/claude-fix");
        assertThat(stack.body())
                .contains("\"consumers\":[\"AgentTriggerRule/claude-mention\"]")
                .contains("\"code\":\"MissingSecretGrant\"");
        assertThat(reader.get(BASE + "/stacks/none").status()).isEqualTo(404);
        String path = BASE + "/stacks/claude-fix";
        String patch = "{\"spec\":{\"displayName\":\"Mender\",\"requiredSecrets\":null}}";
        assertThat(reader.send("PATCH", path, JSON, patch).status()).isEqualTo(403);
        assertThat(nobody.send("PATCH", path, JSON, patch).status()).isEqualTo(401);
        assertThat(globex.send("PATCH", path, JSON, patch).status()).isEqualTo(404);
        assertThat(acme.send("PATCH", path, "application/json-patch+json", "[]").status())
                .isEqualTo(415);
        Reply wrong = acme.send("PATCH", path, JSON, "{\"spec\":{\"adaptor\":\"x\",\"runnerPool\":7}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("$.spec.adaptor", "$.spec.runnerPool");
        assertThat(acme.send("PATCH", path, "application/merge-patch+json", patch)
                        .body())
                .contains("\"displayName\":\"Mender\"");
        assertThat(reader.get(path).body()).contains("\"decision\":\"allowed\"");
        assertThat(reader.delete(path).status()).isEqualTo(403);
        Reply needed = acme.delete(path);
        assertThat(needed.status()).isEqualTo(409);
        assertThat(needed.body()).contains("HAS_DEPENDENTS");
        world.store.transact(transaction -> transaction
                .get(new ResourceKey("AgentTriggerRule", "acme", "claude-mention"))
                .map(found -> {
                    transaction.delete(found.key(), found.version());
                    return found;
                }));
        assertThat(acme.delete(path).status()).isEqualTo(200);
        assertThat(acme.delete(path).status()).isEqualTo(404);
    }
}
