package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.server.http.HttpServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditReadingTest {

    private static final String POOLS = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools";
    private static final String AUDIT = "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/auditevents";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new KubernetesRoutes(world.gate, world.desk, world.store, world.live)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private void create(String name) throws Exception {
        String pool = """
                {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool","metadata":{"name":"%s"},
                 "spec":{"maxReplicas":2}}""".formatted(name);
        assertThat(acme.post(POOLS, "application/json", pool).status()).isEqualTo(201);
    }

    @Test
    void theSealedTrailIsReadAsResourcesPageByPage() throws Exception {
        create("one");
        create("two");
        world.store.sealAudit(100);
        Reply first = acme.get(AUDIT + "?limit=1");
        String rest = acme.get(AUDIT + "?limit=500&continue=" + Fields.text(first.json(), "metadata.continue"))
                .body();
        assertThat(first.body()).contains("\"name\":\"audit-0000000001\"").doesNotContain("audit-0000000002");
        assertThat(rest).contains("\"name\":\"audit-0000000002\"").doesNotContain("audit-0000000001");
        assertThat(acme.get(AUDIT + "/audit-0000000002").body()).contains("\"action\":\"resource.created\"");
    }

    @Test
    void whatIsNotSealedIsNotThereAndSelectorsAreRefused() throws Exception {
        create("one");
        assertThat(acme.get(AUDIT + "/audit-0000009999").status()).isEqualTo(404);
        assertThat(acme.get(AUDIT + "?labelSelector=a").status()).isEqualTo(400);
        assertThat(acme.get(AUDIT + "?fieldSelector=spec.actor=x").status()).isEqualTo(400);
    }
}
