package ai.a5c.krate.server.command;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A stored delivery in the place of an event from a file, and how the answer is written. */
final class DeliveryOption {

    @Option(names = "--delivery", paramLabel = "NAME", description = "A stored delivery, instead of FILE.")
    Optional<String> delivery = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (the default) or json.")
    OfflineOptions.Format format = OfflineOptions.Format.table;

    Map<String, Object> body(EventOptions event) {
        return delivery.<Map<String, Object>>map(name -> Map.of("delivery", name))
                .orElseGet(event::body);
    }
}
