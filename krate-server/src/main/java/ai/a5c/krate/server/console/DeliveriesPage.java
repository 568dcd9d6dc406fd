package ai.a5c.krate.server.console;

import java.util.List;

/** The list of deliveries. */
public record DeliveriesPage(Shell shell, List<DeliveryRow> rows, String next) {

    public DeliveriesPage {
        rows = List.copyOf(rows);
    }
}
