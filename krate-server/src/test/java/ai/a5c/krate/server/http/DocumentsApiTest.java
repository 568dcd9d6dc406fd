package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents, resources, approvals and artifacts over HTTP. */
class DocumentsApiTest extends ActionFace {

    @Test
    void allFaultsOfAllDocumentsComeAtOnceAndNothingIsStored() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: good, namespace: acme }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: bad, namespace: acme }
                spec: { runtyme: process }
                ---
                kind: AgentStak
                metadata: { name: worse }
                spec: {}
                """;
        Reply reply = acme.post("/api/orgs/acme/resources", "application/yaml", text);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("$[1].spec.runtyme")
                .contains("did you mean 'runtime'")
                .contains("$[2].kind")
                .contains("did you mean 'AgentStack'");
        assertThat(acme.get("/api/orgs/acme/resources?kind=RunnerPool").body())
                .isEqualTo("{\"items\":[],\"next\":\"\"}");
    }

    @Test
    void documentsAreAppliedListedAndDeleted() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: local, namespace: acme }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                """;
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .body())
                .contains("\"outcome\":\"created\"");
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .body())
                .contains("\"outcome\":\"unchanged\"");
        assertThat(acme.get("/api/orgs/acme/resources?kind=runnerpools").body()).contains("\"name\":\"local\"");
        assertThat(acme.delete("/api/orgs/acme/resources/RunnerPool/local").status())
                .isEqualTo(200);
        assertThat(acme.delete("/api/orgs/acme/resources/RunnerPool/local").status())
                .isEqualTo(404);
    }

    @Test
    void documentsForAnotherNamespaceAreRefused() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: local, namespace: globex }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                """;
        Reply reply = acme.post("/api/orgs/acme/resources", "application/yaml", text);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("\"field\":\"$.metadata.namespace\",\"message\":\"expected 'acme', the organization's own\"");
    }

    @Test
    void anAdministratorMakesAnOrganizationByApplyingIt() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: Organization
                metadata: { name: initech }
                spec: { slug: initech, namespaceName: initech, displayName: Initech }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: OrgNamespaceBinding
                metadata: { name: initech }
                spec: { organizationRef: initech, namespace: initech }
                """;
        assertThat(acme.post("/api/orgs/initech/resources", "application/yaml", text)
                        .status())
                .isEqualTo(404);
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .status())
                .isEqualTo(403);
        assertThat(administrator
                        .post("/api/orgs/initech/resources", "application/yaml", text)
                        .status())
                .isEqualTo(200);
        assertThat(administrator.get("/api/orgs/initech/agents/runs").status()).isEqualTo(200);
    }

    @Test
    void anApprovalIsDecidedOnceAndOnlyAsItWasShown() throws Exception {
        world.put(World.resource(
                "AgentApproval",
                "acme",
                "approval-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "bindingDigest",
                        SHOWN,
                        "actions",
                        List.of(Map.of("ordinal", 1, "action", "issue-comment", "target", "#7"))),
                Map.of("phase", "pending")));
        String path = "/api/orgs/acme/agents/approvals/approval-1/decision";
        assertThat(acme.post(path, "application/json", "{\"decision\":\"maybe\"}")
                        .body())
                .contains("$.decision");
        assertThat(acme.post(
                                path,
                                "application/json",
                                "{\"decision\":\"approve\",\"bindingDigest\":\"" + SHOWN.replace('1', '2') + "\"}")
                        .body())
                .contains("STALE");
        Reply approved = acme.post(
                path,
                "application/json",
                "{\"decision\":\"approve\",\"actions\":[1],\"bindingDigest\":\"" + SHOWN + "\"}");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body())
                .contains("\"phase\":\"approved\"")
                .contains("\"road\":\"api\"")
                .containsPattern("\"principal\":\"token-[0-9a-f]{16}\"");
        assertThat(acme.post(path, "application/json", "{\"decision\":\"deny\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void resourcesAreCreatedReplacedAndSelected() throws Exception {
        String path = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools";
        String body = """
                {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool","metadata":{"name":"local","labels":{"size":"s"}},
                 "spec":{"runtime":"process","maxReplicas":2,"trustTier":"trusted"}}""";
        assertThat(acme.post(path, "application/json", body).status()).isEqualTo(201);
        assertThat(acme.post(path, "application/json", body).status()).isEqualTo(409);
        assertThat(acme.put(path + "/local", body.replace("2", "3")).body()).contains("\"maxReplicas\":3");
        assertThat(acme.put(path + "/other", body).status()).isEqualTo(400);
        assertThat(acme.get(path + "?labelSelector=size%20in%20(s,m)").body()).contains("local");
        assertThat(acme.get(path + "?labelSelector=size!=s").body()).doesNotContain("local");
        assertThat(acme.get(path + "?fieldSelector=nonsense=1").status()).isEqualTo(400);
        assertThat(acme.get("/apis/krate.a5c.ai/v1alpha1").body()).contains("\"name\":\"runnerpools\"");
        assertThat(acme.delete(path + "/local").status()).isEqualTo(200);
        assertThat(acme.get(path + "/local").status()).isEqualTo(404);
    }

    @Test
    void anArtifactIsHandedOutAsAFileThatNoBrowserRuns() throws Exception {
        world.run("run-1", "succeeded");
        String digest = world.blobs
                .put("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                .text();
        world.put(World.resource(
                "AgentArtifact",
                "acme",
                "artifact-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-1",
                        "kind",
                        "diagnosis",
                        "digest",
                        digest,
                        "mediaType",
                        "text/html"),
                Map.of()));
        Reply reply = acme.get("/api/orgs/acme/agents/runs/run-1/artifacts/artifact-1");
        assertThat(reply.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(reply.header("Content-Type")).startsWith("application/octet-stream");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"artifact-1\"");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        world.run("run-2", "succeeded");
        assertThat(acme.get("/api/orgs/acme/agents/runs/run-2/artifacts/artifact-1")
                        .status())
                .isEqualTo(404);
    }
}
