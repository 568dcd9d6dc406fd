package ai.a5c.krate.server;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.gitea.GiteaSignature;
import ai.a5c.krate.gitea.GiteaWebhooks;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.resource.SecretKeyRef;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.http.HookAnswer;
import ai.a5c.krate.server.http.HookHandler;
import ai.a5c.krate.server.observe.Metrics;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.InvalidReportException;
import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Checks webhook calls through their bridge and stores the authentic ones; tells nobody what is there and what is not. */
@Singleton
final class Hooks implements HookHandler {

    private final Krate krate;
    private final LocalSecrets secrets;
    private final Metrics metrics;
    private final GiteaWebhooks gitea = new GiteaWebhooks();

    @Inject
    Hooks(Krate krate, LocalSecrets secrets, Metrics metrics) {
        this.krate = krate;
        this.secrets = secrets;
        this.metrics = metrics;
    }

    @Override
    public HookAnswer handle(
            String kind, String organization, String subscription, Map<String, String> headers, byte[] body) {
        Optional<String> namespace = krate.resources().namespaceOf(organization);
        Optional<WebhookSubscription> hook = namespace
                .flatMap(space -> krate.resources().get(WebhookSubscription.class, space, subscription))
                .filter(found -> found.spec().forge().equals(kind));
        GiteaSignature signature = new GiteaSignature(
                hook.flatMap(found -> secret(found, found.spec().signing().current())),
                hook.flatMap(found -> secret(found, found.spec().signing().previous())));
        GiteaWebhooks.Outcome outcome =
                gitea.receive(kind.equals("gitea") ? headers : GenericHeaders.of(headers), body, signature);
        if (outcome instanceof GiteaWebhooks.Accepted accepted && hook.isPresent()) {
            return unreadable(kind, accepted, body)
                    .map(this::refused)
                    .orElseGet(() -> store(hook.get(), accepted, body));
        }
        return refused(outcome);
    }

    /** Why a report whose sender is known is not kept: a plugin can be told at once what it did wrong, a forge cannot. */
    private static Optional<GiteaWebhooks.Outcome> unreadable(
            String kind, GiteaWebhooks.Accepted accepted, byte[] body) {
        if (!kind.equals("jenkins")) {
            return Optional.empty();
        }
        try {
            return BuildReport.read(body).deliveryId().equals(accepted.deliveryId())
                    ? Optional.empty()
                    : Optional.of(new GiteaWebhooks.Refused(
                            400, "WrongDeliveryId", "the header X-Krate-Delivery is not the report's own id"));
        } catch (InvalidReportException e) {
            return Optional.of(new GiteaWebhooks.Refused(400, "InvalidReport", String.valueOf(e.getMessage())));
        }
    }

    private Optional<SecretValue> secret(WebhookSubscription hook, SecretKeyRef ref) {
        return ref.isEmpty() ? Optional.empty() : secrets.value(hook.metadata().namespace(), ref.name(), ref.key());
    }

    private HookAnswer store(WebhookSubscription hook, GiteaWebhooks.Accepted accepted, byte[] body) {
        DeliveryInbox.Receipt receipt = krate.inbox()
                .receive(Incoming.by(
                                krate.resources().organizationOf(hook.metadata().namespace()),
                                hook.metadata().namespace(),
                                hook.metadata().name())
                        .delivery(accepted.deliveryId(), accepted.eventType())
                        .headers(accepted.headers(), accepted.byPreviousSecret() ? "valid-previous" : "valid")
                        .body(body));
        return HookAnswer.accepted(receipt.delivery(), receipt.duplicate());
    }

    private HookAnswer refused(GiteaWebhooks.Outcome outcome) {
        HookAnswer answer = outcome instanceof GiteaWebhooks.Refused refused
                ? HookAnswer.refused(refused.status(), refused.code(), refused.message())
                : HookAnswer.refused(401, "UNAUTHENTICATED", "the signature is not valid for this webhook");
        metrics.hookRefused(answer.status());
        return answer;
    }
}
