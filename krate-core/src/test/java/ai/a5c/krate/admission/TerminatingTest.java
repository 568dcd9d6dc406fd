package ai.a5c.krate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.Faults.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminatingTest {

    private static final String WHEN = "2026-12-01T00:00:00Z";

    @Test
    void finalizersMayGoAndNothingElseMayCome() {
        Map<String, Object> before = document(WHEN, List.of("a", "b"), 1);
        assertThat(faults(before, document(WHEN, List.of("b"), 1))).isEmpty();
        assertThat(faults(before, document(WHEN, List.of(), 1))).isEmpty();
        assertThat(faults(before, document(WHEN, List.of("a", "c"), 2)))
                .containsExactly(
                        new Fault("$.metadata.finalizers", "'c' comes too late; the resource is being deleted"),
                        new Fault("$.spec", "may not change; the resource is being deleted"));
    }

    @Test
    void whatIsNotBeingDeletedMayChange() {
        assertThat(faults(document("", List.of(), 1), document("", List.of("c"), 2)))
                .isEmpty();
    }

    private static List<Fault> faults(Map<String, Object> before, Map<String, Object> next) {
        Faults faults = new Faults();
        Terminating.check(before, next, faults);
        return faults.all();
    }

    private static Map<String, Object> document(String deleted, List<String> finalizers, int size) {
        Map<String, Object> metadata = new HashMap<>(Map.of("finalizers", finalizers));
        if (!deleted.isEmpty()) {
            metadata.put("deletionTimestamp", deleted);
        }
        return Map.of("metadata", metadata, "spec", Map.of("size", size));
    }
}
