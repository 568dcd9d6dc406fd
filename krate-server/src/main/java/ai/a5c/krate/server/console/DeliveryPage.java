package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.WebhookDelivery;
import java.util.List;

/**
 * Everything on the page of a delivery.
 *
 * @param rules names of rules that can be tried on it
 */
public record DeliveryPage(
        Shell shell, DeliveryRow row, WebhookDelivery delivery, List<ExecutionRow> executions, List<String> rules) {

    public DeliveryPage {
        executions = List.copyOf(executions);
        rules = List.copyOf(rules);
    }
}
