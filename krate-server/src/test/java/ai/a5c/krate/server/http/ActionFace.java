package ai.a5c.krate.server.http;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.kubernetes.KubernetesRoutes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The addresses of the action face over two organizations, with tokens for them. */
abstract class ActionFace {

    static final String SHOWN = "sha256:" + "1".repeat(64);
    final World world = new World();
    final List<String> hooks = new ArrayList<>();

    final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new HookRoutes(this::hook),
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                    new TranscriptRoutes(world.gate, world.desk, world.store),
                    new ApprovalRoutes(world.gate, world.desk, world.approvals),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs),
                    new RecordRoutes(world.gate, world.audit),
                    new SummaryRoutes(world.gate, world.store, InstantSource.system()),
                    new DocumentRoutes(world.gate, world.desk),
                    new KubernetesRoutes(world.gate, world.desk, world.store, world.live),
                    new OperationsRoutes(world.store, () -> "krate_up 1\n"),
                    routes -> routes.get("/api/broken", context -> {
                        throw new IllegalStateException("the secret inside");
                    })),
            (code, message, correlationId) -> "<p>" + code + "</p>");

    final Client acme = new Client(server.port(), world.acme);
    final Client reader = new Client(server.port(), world.acmeReader);
    final Client globex = new Client(server.port(), world.globex);
    final Client administrator = new Client(server.port(), world.administrator);
    final Client nobody = new Client(server.port(), "");

    HookAnswer hook(String kind, String organization, String subscription, Map<String, String> headers, byte[] body) {
        if (!organization.equals("acme")) {
            return HookAnswer.refused(401, "UnknownSubscription", "no such subscription");
        }
        if (!headers.getOrDefault("x-gitea-signature", "").equals("right")) {
            return HookAnswer.refused(401, "SignatureWrong", "wrong signature");
        }
        hooks.add(new String(body, StandardCharsets.UTF_8));
        return HookAnswer.accepted("delivery-1", hooks.size() > 1);
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }
}
