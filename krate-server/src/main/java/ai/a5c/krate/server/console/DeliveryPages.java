package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;

/** Deliveries, and what came of one. */
public final class DeliveryPages implements Routes {

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final Frame frame;

    public DeliveryPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/deliveries";
        routes.get(base, context -> frame.show(context, "deliveries.jte", this::list));
        routes.get(base + "/{delivery}", context -> frame.show(context, "delivery.jte", this::delivery));
    }

    private DeliveriesPage list(Context context, Visit visit) {
        Latest<WebhookDelivery> found = Latest.of(
                parts,
                WebhookDelivery.class,
                Query.of("WebhookDelivery", visit.scope().namespace()),
                context,
                ON_A_PAGE);
        Instant now = parts.clock().instant();
        return new DeliveriesPage(
                frame.shell(visit, "Deliveries", "deliveries"),
                found.items().stream()
                        .map(delivery -> DeliveryRow.of(delivery, now))
                        .toList(),
                found.next());
    }

    private DeliveryPage delivery(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        WebhookDelivery delivery = parts.desk()
                .get(WebhookDelivery.class, namespace, context.pathParam("delivery"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such delivery"));
        Instant now = parts.clock().instant();
        List<ExecutionRow> executions = delivery.status().executions().stream()
                .flatMap(name -> parts.desk().get(AgentTriggerExecution.class, namespace, name).stream())
                .map(execution -> ExecutionRow.of(execution, now))
                .toList();
        List<String> rules = parts.desk().all(AgentTriggerRule.class, namespace).stream()
                .map(rule -> rule.metadata().name())
                .toList();
        return new DeliveryPage(
                frame.shell(visit, delivery.metadata().name(), "deliveries"),
                DeliveryRow.of(delivery, now),
                delivery,
                executions,
                rules);
    }
}
