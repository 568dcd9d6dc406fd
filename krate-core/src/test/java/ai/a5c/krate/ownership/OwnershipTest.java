package ai.a5c.krate.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final Kind STACK = KindRegistry.named("AgentStack").orElseThrow();
    private static final Kind SERVER = KindRegistry.named("AgentMcpServer").orElseThrow();
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

    @Test
    void itemsOfAKeyedListAreOwnedOneByOne() {
        Map<String, Object> one = applied(NOTHING, "ci", env("{ name: A, secretRef: { name: k, key: a } }"));
        Map<String, Object> two = applied(one, "person", env("{ name: B, secretRef: { name: k, key: b } }"));
        assertThat(names(two)).containsExactly("A", "B");
        assertThatThrownBy(() -> applied(two, "person", env("{ name: A, secretRef: { name: k, key: z } }")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"ci\": .spec.env[name=\"A\"].secretRef.key");
        assertThat(names(applied(two, "ci", env("")))).containsExactly("B");
    }

    @Test
    void finalizersAreOwnedOneByOneAndOwnersByTheirUid() {
        Map<String, Object> one =
                apply(NOTHING, "ci", metadata("finalizers: [a.b/x], ownerReferences: [ { uid: u1, name: o } ]"));
        Map<String, Object> two =
                apply(one, "person", metadata("finalizers: [a.b/y], ownerReferences: [ { uid: u2, name: o } ]"));
        assertThat(owned(two))
                .isEqualTo(Map.of(
                        "ci Apply",
                        List.of(".metadata.finalizers[=\"a.b/x\"]", ".metadata.ownerReferences[uid=\"u1\"]"),
                        "person Apply",
                        List.of(".metadata.finalizers[=\"a.b/y\"]", ".metadata.ownerReferences[uid=\"u2\"]")));
        assertThat(apply(two, "ci", metadata("")).get("metadata"))
                .extracting("finalizers")
                .isEqualTo(List.of("a.b/y"));
    }

    @Test
    void theStatusIsOwnedOnlyThroughItsSubresourceConditionByCondition() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude", ""));
        Map<String, Object> next = Merge.copy(stack);
        next.put("status", yaml("{ conditions: [ { type: Ready, status: 'True' } ] }"));
        assertThat(owned(update(stack, "person", next))).doesNotContainKey("person Update");
        Ownership.Write status = new Ownership.Write("controller", false, "status", NOON);
        assertThat(owned(Ownership.update(STACK, stack, next, status)).get("controller Update"))
                .containsExactly(
                        ".status.conditions[type=\"Ready\"]",
                        ".status.conditions[type=\"Ready\"].status",
                        ".status.conditions[type=\"Ready\"].type");
    }

    @Test
    void anObjectThatNobodyOwnsBelongsToTheTimeBeforeTheFirstApply() {
        Map<String, Object> old = stack("adapter: claude, model: a", "");
        assertThat(update(old, "person", stack("adapter: codex, model: a", "")))
                .isEqualTo(stack("adapter: codex, model: a", ""));
        Map<String, Object> applied = apply(old, "ci", stack("adapter: claude", ""));
        assertThat(owned(applied))
                .isEqualTo(Map.of(
                        "ci Apply", List.of(".spec.adapter"),
                        "before-first-apply Update", List.of(".spec.adapter", ".spec.model")));
    }

    @Test
    void kubectlMigratesByWritingTheEntriesItself() {
        Map<String, Object> created =
                update(NOTHING, "kubectl-client-side-apply", stack("adapter: claude, model: a", ""));
        Map<String, Object> migrated = Managers.of(created).entries().stream()
                .map(entry -> new Entry(
                        new Entry.Writer("kubectl", Entry.APPLY, ""), entry.apiVersion(), entry.time(), entry.fields()))
                .map(entry -> new Managers(List.of(entry)).in(created))
                .findFirst()
                .orElseThrow();
        Map<String, Object> patched = update(created, "kubectl", migrated);
        assertThat(owned(patched)).isEqualTo(Map.of("kubectl Apply", List.of(".spec.adapter", ".spec.model")));
        assertThat(spec(apply(patched, "kubectl", stack("adapter: codex", "")))).isEqualTo(yaml("{ adapter: codex }"));
    }

    @Test
    void entriesThatMakeNoSenseAreAsGoodAsAbsentAndOneEmptyEntryResets() {
        Map<String, Object> stack = apply(NOTHING, "ci", stack("adapter: claude", ""));
        for (String nonsense : List.of("[ { manager: x } ]", "[ 5 ]", "[]", "text")) {
            Map<String, Object> next = Merge.copy(stack);
            next.put("metadata", yaml("{ name: s, managedFields: %s }".formatted(nonsense)));
            assertThat(owned(update(stack, "person", next))).as(nonsense).isEqualTo(owned(stack));
        }
        Map<String, Object> reset = Merge.copy(stack);
        reset.put("metadata", yaml("{ name: s, managedFields: [ {} ] }"));
        assertThat(owned(update(stack, "person", reset))).isEmpty();
    }

    @Test
    void theOldestOfMoreThanTenUpdatesBecomeOne() {
        Map<String, Object> stack = NOTHING;
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            labels.append("l%02d: x, ".formatted(i));
            stack = Ownership.update(
                    STACK,
                    stack,
                    stack("", labels.toString()),
                    write("m%02d".formatted(i), false, NOON.plusSeconds(i)));
        }
        assertThat(owned(stack)).hasSize(10);
        assertThat(owned(stack).get("ancient-changes Update"))
                .containsExactly(".metadata.labels.l00", ".metadata.labels.l01", ".metadata.labels.l02");
    }

    private static Map<String, Object> applied(Map<String, Object> live, String manager, Map<String, Object> intent) {
        return Ownership.apply(SERVER, live, intent, write(manager, false, NOON));
    }

    private static Map<String, Object> env(String items) {
        return yaml("{ kind: AgentMcpServer, metadata: { name: s }, spec: { env: [ %s ] } }".formatted(items));
    }

    private static Map<String, Object> metadata(String more) {
        return yaml("{ kind: AgentStack, metadata: { name: s, %s } }".formatted(more));
    }

    private static List<Object> names(Map<String, Object> document) {
        List<Object> names = new ArrayList<>();
        if (document.get("spec") instanceof Map<?, ?> spec && spec.get("env") instanceof List<?> items) {
            items.forEach(item -> names.add(item instanceof Map<?, ?> map ? map.get("name") : item));
        }
        return names;
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
