import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.gitea.*;
import ai.a5c.krate.gitea.GiteaWebhooks.*;
import ai.a5c.krate.secret.SecretValue;
import com.sun.net.httpserver.*;
import java.io.IOException;
import java.util.*;

/** Stores authentic deliveries and answers at once; everything else happens in Krate's loops. */
final class GiteaHandler implements HttpHandler {

    private final Krate krate;
    private final GiteaSignature signature;
    private final GiteaWebhooks webhooks = new GiteaWebhooks();

    GiteaHandler(Krate krate, SecretValue secret) {
        this.krate = krate;
        this.signature = new GiteaSignature(Optional.of(secret), Optional.empty());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(webhooks.maxBytes() + 1);
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Outcome outcome = webhooks.receive(headers, body, signature);
            if (outcome instanceof Accepted accepted) {
                krate.inbox().receive(Incoming.by("acme", "acme", "gitea")
                        .delivery(accepted.deliveryId(), accepted.eventType())
                        .headers(accepted.headers(), "valid")
                        .body(body));
            }
            exchange.sendResponseHeaders(outcome instanceof Refused refused ? refused.status() : 202, -1);
        }
    }
}
