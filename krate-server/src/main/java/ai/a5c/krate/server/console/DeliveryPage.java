package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.WebhookDelivery;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page of a delivery.
 *
 * @param rules names of rules that can be tried on it
 * @param active those of them that can decide it again
 * @param disabled why this person cannot have it decided again
 * @param notice what the last action came to
 */
public record DeliveryPage(
        Shell shell,
        DeliveryRow row,
        WebhookDelivery delivery,
        List<ExecutionRow> executions,
        List<String> rules,
        List<String> active,
        Optional<Disabled> disabled,
        Optional<Notice> notice) {

    public DeliveryPage {
        executions = List.copyOf(executions);
        rules = List.copyOf(rules);
        active = List.copyOf(active);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/deliveries/" + row.name();
    }
}
