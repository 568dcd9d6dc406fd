package ai.a5c.krate.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OwnershipLawsTest {

    private static final Kind SERVER = KindRegistry.named("AgentMcpServer").orElseThrow();
    private static final Shape.Struct SHAPE = Shape.of(SERVER);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void applyingTwiceIsApplyingOnce() {
        Seeds.forAll(150, random -> {
            Map<String, Object> intent = document(random);
            Map<String, Object> once = Ownership.apply(SERVER, stored(random), intent, write("x", NOON));
            assertThat(Ownership.apply(SERVER, once, intent, write("x", NOON.plusSeconds(9))))
                    .isSameAs(once);
        });
    }

    @Test
    void aForcedApplyHoldsTheIntent() {
        Seeds.forAll(150, random -> {
            Map<String, Object> intent = document(random);
            Fields after = Fields.of(SHAPE, Ownership.apply(SERVER, stored(random), intent, write("x", NOON)));
            Fields wanted = Fields.of(SHAPE, intent);
            assertThat(after.values().keySet()).containsAll(wanted.values().keySet());
            wanted.values().forEach((path, value) -> assertThat(after.values()).containsEntry(path, value));
        });
    }

    @Test
    void anUpdateThatChangesNothingOwnsNothing() {
        Seeds.forAll(150, random -> {
            Map<String, Object> stored = stored(random);
            assertThat(Ownership.update(SERVER, stored, stored, write("x", NOON.plusSeconds(9))))
                    .isEqualTo(stored);
        });
    }

    @Test
    void ownershipNeverNamesAPathThatIsNotInTheDocument() {
        Seeds.forAll(150, random -> {
            Map<String, Object> stored = stored(random);
            Managers.of(stored)
                    .entries()
                    .forEach(entry -> assertThat(Fields.of(SHAPE, stored).places())
                            .containsAll(entry.fields().paths()));
        });
    }

    @Test
    void fieldsSurviveTheWayIntoTheTreeAndOut() {
        Seeds.forAll(150, random -> {
            FieldSet set = Fields.of(SHAPE, stored(random)).set();
            assertThat(FieldSet.fromFieldsV1(set.toFieldsV1())).contains(set);
        });
    }

    @Test
    void whatNobodyElseOwnsGoesWithTheManagerThatGivesItUp() {
        Seeds.forAll(150, random -> {
            Map<String, Object> alone = Ownership.apply(SERVER, Map.of(), document(random), write("x", NOON));
            Map<String, Object> left = Ownership.apply(SERVER, alone, bare(), write("x", NOON));
            assertThat(Fields.of(SHAPE, left).set().paths())
                    .containsExactlyElementsOf(Fields.of(SHAPE, bare()).set().paths());
        });
    }

    /** A document with a history of applies and updates by several managers. */
    private static Map<String, Object> stored(RandomGenerator random) {
        Map<String, Object> stored = Map.of();
        for (int i = random.nextInt(14); i >= 0; i--) {
            Ownership.Write write = write("manager-" + random.nextInt(12), NOON.minusSeconds(i));
            stored = random.nextBoolean()
                    ? Ownership.apply(SERVER, stored, document(random), write)
                    : Ownership.update(SERVER, stored, document(random), write);
        }
        return stored;
    }

    private static Map<String, Object> bare() {
        return Map.of("kind", "AgentMcpServer", "metadata", Map.of("name", "s"));
    }

    private static Map<String, Object> document(RandomGenerator random) {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", "s"));
        put(metadata, "labels", words(random), random);
        put(metadata, "annotations", words(random), random);
        put(metadata, "finalizers", List.of("a.b/" + random.nextInt(3), "a.c/x"), random);
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "command", "c" + random.nextInt(3), random);
        put(spec, "args", List.of("a" + random.nextInt(3)), random);
        put(spec, "env", items(random), random);
        put(spec, "lifecycle", random.nextBoolean() ? "shared" : "disabled", random);
        Map<String, Object> document = new LinkedHashMap<>(bare());
        document.put("metadata", metadata);
        put(document, "spec", spec, random);
        if (spec.isEmpty()) {
            document.remove("spec");
        }
        return document;
    }

    private static Map<String, Object> words(RandomGenerator random) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.put("w" + random.nextInt(4), random.nextBoolean() ? "" : "v" + random.nextInt(2));
        }
        return words;
    }

    private static List<Object> items(RandomGenerator random) {
        Map<String, Object> items = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = "N" + random.nextInt(4);
            items.put(name, Map.of("name", name, "secretRef", Map.of("name", "k", "key", "v" + random.nextInt(2))));
        }
        return new ArrayList<>(items.values());
    }

    private static void put(Map<String, Object> into, String name, Object value, RandomGenerator random) {
        if (random.nextInt(3) > 0) {
            into.put(name, value);
        }
    }

    private static Ownership.Write write(String manager, Instant now) {
        return new Ownership.Write(manager, true, "", now);
    }
}
