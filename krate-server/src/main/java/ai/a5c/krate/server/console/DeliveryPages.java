package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.view.Outcome;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Deliveries, and what came of one. */
public final class DeliveryPages implements Routes {

    private static final int ON_A_PAGE = 50;

    private final ConsoleParts parts;
    private final Frame frame;
    private final Replays replays;

    public DeliveryPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.replays = new Replays(parts.rules());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/deliveries";
        routes.get(base, context -> frame.show(context, "deliveries.jte", this::list));
        routes.get(
                base + "/{delivery}",
                context -> frame.show(
                        context, "delivery.jte", (asked, visit) -> page(visit, find(asked, visit), Optional.empty())));
        routes.post(base + "/{delivery}/replay", context -> frame.form(context, this::replay));
        routes.post(base + "/{delivery}/work-item", context -> frame.form(context, this::materialize));
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

    private WebhookDelivery find(Context context, Visit visit) {
        return parts.desk()
                .get(WebhookDelivery.class, visit.scope().namespace(), context.pathParam("delivery"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such delivery"));
    }

    private void replay(Context context, Visit visit) {
        String name = find(context, visit).metadata().name();
        noted(context, visit, replays.replay(Frame.field(context, "rule"), name, visit));
    }

    private void materialize(Context context, Visit visit) {
        noted(
                context,
                visit,
                replays.materialize(find(context, visit).metadata().name(), visit));
    }

    private void noted(Context context, Visit visit, Notice notice) {
        context.status(notice.tone().equals("bad") ? 409 : 200);
        frame.render(context, "delivery.jte", page(visit, find(context, visit), Optional.of(notice)));
    }

    private DeliveryPage page(Visit visit, WebhookDelivery delivery, Optional<Notice> notice) {
        String namespace = visit.scope().namespace();
        String name = delivery.metadata().name();
        Instant now = parts.clock().instant();
        List<ExecutionRow> executions = Outcome.of(delivery, parts.desk()).executions().stream()
                .map(execution -> ExecutionRow.of(execution, now))
                .toList();
        List<AgentTriggerRule> rules = parts.desk().all(AgentTriggerRule.class, namespace);
        return new DeliveryPage(
                frame.shell(visit, name, "deliveries"),
                DeliveryRow.of(delivery, now),
                delivery,
                executions,
                names(rules.stream()),
                names(rules.stream().filter(rule -> rule.spec().lifecycleState() == LifecycleState.ACTIVE)),
                Disabled.ofReader(visit, "Decide it again", "WebhookDelivery/" + name),
                notice);
    }

    private static List<String> names(Stream<AgentTriggerRule> rules) {
        return rules.map(rule -> rule.metadata().name()).toList();
    }
}
