package ai.a5c.krate.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final Kind STACK = KindRegistry.named("AgentStack").orElseThrow();
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final Map<String, Object> NOTHING = Map.of();

    @Test
    void theFirstApplyOwnsWhatItNames() {
        Map<String, Object> stack =
                apply(NOTHING, "ci", stack("adapter: claude, limits: { wallClock: 1h }", "team: x"));
        assertThat(spec(stack)).isEqualTo(yaml("{ adapter: claude, limits: { wallClock: 1h } }"));
        assertThat(Json.write(managedFields(stack)))
                .isEqualTo("[{\"manager\":\"ci\",\"operation\":\"Apply\",\"apiVersion\":\"krate.a5c.ai/v1alpha1\","
                        + "\"time\":\"2026-01-31T12:00:00Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":"
                        + "{\"f:metadata\":{\"f:labels\":{\"f:team\":{}}},"
                        + "\"f:spec\":{\"f:adapter\":{},\"f:limits\":{\"f:wallClock\":{}}}}}]");
    }

    @Test
    void anApplyThatChangesNothingChangesNotEvenTheTime() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude", ""));
        assertThat(Ownership.apply(
                        STACK, stack, stack("adapter: claude", ""), write("ci", false, NOON.plusSeconds(60))))
                .isEqualTo(stack);
    }

    @Test
    void aFieldOfAnotherManagerIsAConflictUntilForced() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude, limits: { wallClock: 1h }", ""));
        Map<String, Object> intent = stack("limits: { wallClock: 2h }", "");
        assertThatThrownBy(() -> apply(stack, "person", intent))
                .isInstanceOfSatisfying(
                        FieldConflictException.class,
                        e -> assertThat(e.conflicts())
                                .containsExactly(new Conflict("ci", ".spec.limits.wallClock", "conflict with \"ci\"")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"ci\": .spec.limits.wallClock");
        Map<String, Object> forced = Ownership.apply(STACK, stack, intent, write("person", true, NOON));
        assertThat(spec(forced)).isEqualTo(yaml("{ adapter: claude, limits: { wallClock: 2h } }"));
        assertThat(owned(forced))
                .isEqualTo(Map.of(
                        "ci Apply", List.of(".spec.adapter"), "person Apply", List.of(".spec.limits.wallClock")));
    }

    @Test
    void theMessageOfSeveralConflictsIsGroupedByManager() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude, model: a", ""));
        Map<String, Object> edited = update(stack, "kubectl-edit", stack("adapter: claude, model: a, provider: p", ""));
        assertThatThrownBy(() -> apply(edited, "person", stack("adapter: codex, model: b, provider: q", "")))
                .hasMessage("""
                        Apply failed with 3 conflicts: conflicts with "ci":
                        - .spec.adapter
                        - .spec.model
                        conflicts with "kubectl-edit" using krate.a5c.ai/v1alpha1 at 2026-01-31T12:00:00Z:
                        - .spec.provider""");
    }

    @Test
    void equalValuesAreSharedAndGoWithTheLastOwner() {
        Map<String, Object> one = apply(NOTHING, "ci", stack("adapter: claude, model: a", ""));
        Map<String, Object> two = apply(one, "person", stack("model: a", ""));
        Map<String, Object> given = apply(two, "ci", stack("adapter: claude", ""));
        assertThat(spec(given)).isEqualTo(yaml("{ adapter: claude, model: a }"));
        Map<String, Object> gone = apply(given, "person", stack("", ""));
        assertThat(spec(gone)).isEqualTo(yaml("{ adapter: claude }"));
        assertThat(owned(gone)).isEqualTo(Map.of("ci Apply", List.of(".spec.adapter")));
    }

    @Test
    void whatNobodyNamedStaysUnowned() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude", ""));
        Map<String, Object> filled = Merge.copy(stack);
        filled.put("spec", yaml("{ adapter: claude, approvalMode: prompt }"));
        Map<String, Object> other = apply(filled, "person", stack("approvalMode: auto", ""));
        assertThat(spec(other)).isEqualTo(yaml("{ adapter: claude, approvalMode: auto }"));
    }

    @Test
    void anUpdateTakesWhatItChangesAndWhatItRemovesLeavesAll() {
        Map<String, Object> stack =
                apply(NOTHING, "ci", stack("adapter: claude, model: a, limits: { idle: 5m }", "team: x, tier: y"));
        Map<String, Object> edited = update(stack, "kubectl-edit", stack("adapter: claude, model: b", "team: x"));
        assertThat(owned(edited))
                .isEqualTo(Map.of(
                        "ci Apply", List.of(".metadata.labels.team", ".spec.adapter"),
                        "kubectl-edit Update", List.of(".spec.model")));
    }

    @Test
    void anIntentMayNotSayWhoManages() {
        Map<String, Object> intent = apply(NOTHING, "ci", stack("adapter: claude", ""));
        assertThatThrownBy(() -> apply(NOTHING, "ci", intent))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("$.metadata.managedFields: not allowed in an apply, which says itself who manages what");
    }

    private static Map<String, Object> apply(Map<String, Object> live, String manager, Map<String, Object> intent) {
        return Ownership.apply(STACK, live, intent, write(manager, false, NOON));
    }

    private static Map<String, Object> update(Map<String, Object> before, String manager, Map<String, Object> next) {
        return Ownership.update(STACK, before, next, write(manager, false, NOON));
    }

    private static Ownership.Write write(String manager, boolean force, Instant now) {
        return new Ownership.Write(manager, force, "", now);
    }

    private static Map<String, Object> stack(String spec, String labels) {
        return yaml(
                "{ apiVersion: krate.a5c.ai/v1alpha1, kind: AgentStack, metadata: { name: s, labels: { %s } }, spec: { %s } }"
                        .formatted(labels, spec));
    }

    private static Map<String, Object> yaml(String text) {
        return Documents.read(text).get(0);
    }

    private static Object spec(Map<String, Object> document) {
        return document.getOrDefault("spec", Map.of());
    }

    private static @Nullable Object managedFields(Map<String, Object> document) {
        return document.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("managedFields") : null;
    }

    static Map<String, List<String>> owned(Map<String, Object> document) {
        Map<String, List<String>> owned = new LinkedHashMap<>();
        Managers.of(document)
                .entries()
                .forEach(entry -> owned.put(
                        entry.writer().manager() + " " + entry.writer().operation(),
                        entry.fields().paths().stream().map(FieldPath::dotted).toList()));
        return owned;
    }
}
