package ai.a5c.krate.server.campaign;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each accepted delivery is stored once and decided.
 *
 * <p>What a server found at the forge by itself, Krate's own comments here, was sent by nobody.
 */
final class DeliveryCheck implements Check {

    private static final String FOUND = "polled-";

    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Map<String, List<Delivery>> stored = evidence.deliveries().stream().collect(groupingBy(Delivery::id));
        Set<String> known = new HashSet<>();
        for (Asked asked : evidence.asked()) {
            known.addAll(asked.accepted());
            asked.accepted().forEach(id -> one(asked, id, stored.getOrDefault(id, List.of()), found));
        }
        stored.keySet().stream()
                .filter(id -> !known.contains(id) && !id.startsWith(FOUND))
                .map(id -> new Violation("delivery-unknown", id, "it is stored, and nobody has sent it"))
                .forEach(found::add);
        evidence.deliveries().stream()
                .filter(delivery -> delivery.id().startsWith(FOUND))
                .filter(delivery -> !delivery.phase().equals("decided"))
                .map(delivery -> new Violation("delivery-open", delivery.id(), "it is " + delivery.phase()))
                .forEach(found::add);
        return found;
    }

    private static void one(Asked asked, String id, List<Delivery> stored, List<Violation> found) {
        String from = "request %d, %s".formatted(asked.number(), asked.fate().word());
        if (stored.isEmpty()) {
            found.add(new Violation("delivery-lost", id, "it was accepted and is not stored (" + from + ")"));
        } else if (stored.size() > 1) {
            found.add(
                    new Violation("delivery-doubled", id, "it is stored %d times (%s)".formatted(stored.size(), from)));
        } else if (!stored.get(0).phase().equals("decided")) {
            found.add(new Violation(
                    "delivery-open", id, "it is %s (%s)".formatted(stored.get(0).phase(), from)));
        }
    }
}
