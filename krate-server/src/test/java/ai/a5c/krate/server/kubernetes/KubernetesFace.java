package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.server.http.HttpServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The addresses of Kubernetes' face over two organizations, and pools to put there. */
abstract class KubernetesFace {

    static final String POOLS = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools";
    final World world = new World();

    final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new KubernetesRoutes(world.gate, world.desk, world.store, world.live)),
            (code, message, correlationId) -> "");

    final Client acme = new Client(server.port(), world.acme);
    final Client administrator = new Client(server.port(), world.administrator);

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    Reply create(String name, String size) throws Exception {
        return acme.post(POOLS, "application/json", pool(name, size));
    }

    static String pool(String name, String size) {
        return """
                {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool",
                 "metadata":{"name":"%s","labels":{"size":"%s"}},"spec":{"maxReplicas":2}}""".formatted(name, size);
    }

    static List<String> names(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("items") instanceof List<?> items
                ? items.stream()
                        .map(item -> Fields.text(map(item), "metadata.name"))
                        .toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
