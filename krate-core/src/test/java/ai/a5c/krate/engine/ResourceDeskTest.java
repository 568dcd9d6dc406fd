package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.DRY;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.STATUS;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.Applied.Outcome;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ResourceDeskTest {

    private static final String POOL = """
            kind: RunnerPool
            metadata: {name: local, labels: {size: s}}
            spec: {maxReplicas: 1}
            """;
    private static final ResourceKey LOCAL = key("RunnerPool", "local");

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final ResourceDesk desk = tenants.desk;

    @Test
    void whatExistsIsNotCreatedAgain() {
        assertThat(create().outcome()).isEqualTo(Outcome.CREATED);
        assertRefused("ALREADY_EXISTS", "RunnerPool/acme/local exists already", this::create);
    }

    @Test
    void whatIsNotThereIsNeitherReplacedNorEditedButMadeByApply() {
        String message = "RunnerPool acme/local is not there";
        assertRefused("NOT_FOUND", message, () -> desk.replace(LOCAL, document(POOL), ACME, PLAIN));
        assertRefused("NOT_FOUND", message, () -> desk.edit(LOCAL, stored -> stored, ACME, PLAIN));
        assertThat(desk.applyFields(LOCAL, document(POOL), ACME, PLAIN).outcome())
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void aStaleVersionOrAnotherUidIsRefused() {
        Resource made = create().resource();
        UnaryOperator<Map<String, Object>> stale = with("metadata", "resourceVersion", "7");
        assertRefused(
                "STALE",
                "RunnerPool/acme/local was expected with metadata.resourceVersion '7' but has '%s'; read it again and reapply the change"
                        .formatted(made.metadata().resourceVersion()),
                () -> desk.edit(LOCAL, stale, ACME, PLAIN));
        assertRefused(
                "STALE",
                "RunnerPool/acme/local was expected with metadata.uid 'other' but has '%s'; read it again and reapply the change"
                        .formatted(made.metadata().uid()),
                () -> desk.edit(LOCAL, with("metadata", "uid", "other"), ACME, PLAIN));
        assertRefused(
                "STALE",
                "RunnerPool/acme/new was expected with metadata.uid 'other' but has none; read it again and reapply the change",
                () -> desk.create(
                        document("{kind: RunnerPool, metadata: {name: new, uid: other}, spec: {maxReplicas: 1}}"),
                        "acme",
                        ACME,
                        PLAIN));
    }

    @Test
    void theGenerationGrowsWithTheSpecAlone() {
        create();
        Resource labelled = desk.edit(LOCAL, with("metadata", "labels", Map.of("size", "m")), ACME, PLAIN)
                .resource();
        assertThat(labelled.metadata().generation()).isEqualTo(1);
        Resource changed =
                desk.edit(LOCAL, with("spec", "maxReplicas", 2), ACME, PLAIN).resource();
        assertThat(changed.metadata().generation()).isEqualTo(2);
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        Resource made = create().resource();
        long before = tenants.store.version();
        Applied again = desk.replace(LOCAL, document(POOL), ACME, PLAIN);
        assertThat(again).isEqualTo(new Applied(made, Outcome.UNCHANGED));
        assertThat(tenants.store.version()).isEqualTo(before);
    }

    @Test
    void aSpecWriteLeavesStatusAndAStatusWriteLeavesEverythingElse() {
        create();
        Map<String, Object> ready = Map.of("observedGeneration", 1L);
        UnaryOperator<Map<String, Object>> observed = stored -> {
            Map<String, Object> next = with("spec", "maxReplicas", 9).apply(stored);
            next.put("status", ready);
            return next;
        };
        Resource seen = desk.edit(LOCAL, observed, ADMINISTRATOR, STATUS).resource();
        assertThat(seen.metadata().generation()).isEqualTo(1);
        assertThat(tenants.text(LOCAL, "status.observedGeneration")).isEqualTo("1");
        assertThat(tenants.text(LOCAL, "spec.maxReplicas")).isEqualTo("1");
        desk.replace(LOCAL, document(POOL.replace("maxReplicas: 1", "maxReplicas: 3")), ACME, PLAIN);
        assertThat(tenants.text(LOCAL, "status.observedGeneration")).isEqualTo("1");
        assertThat(tenants.text(LOCAL, "spec.maxReplicas")).isEqualTo("3");
        assertThatThrownBy(() -> desk.edit(
                        LOCAL,
                        stored -> new LinkedHashMap<>(Map.of("status", Map.of("ready", 1))),
                        ADMINISTRATOR,
                        STATUS))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageStartingWith("$.status.ready: unknown field");
    }

    @Test
    void theStatusOfReviewedKindsIsNotForEverybody() {
        create();
        assertRefused(
                "FORBIDDEN",
                "the status of RunnerPool is written by Krate and by administrators; change spec instead",
                () -> desk.edit(LOCAL, stored -> stored, ACME, STATUS));
    }

    @Test
    void aDryRunDoesEverythingButStore() {
        long before = tenants.store.version();
        Resource planned = desk.create(document(POOL), "acme", ACME, DRY).resource();
        assertThat(planned.metadata().resourceVersion()).isEmpty();
        assertThat(planned.metadata().generation()).isEqualTo(1);
        assertThat(desk.get(LOCAL)).isEmpty();
        assertThat(tenants.store.version()).isEqualTo(before);
        Resource made = create().resource();
        Resource changed =
                desk.edit(LOCAL, with("spec", "maxReplicas", 2), ACME, DRY).resource();
        assertThat(changed.metadata().resourceVersion())
                .isEqualTo(made.metadata().resourceVersion());
        assertThat(changed.metadata().generation()).isEqualTo(2);
        assertThat(tenants.text(LOCAL, "spec.maxReplicas")).isEqualTo("1");
        assertThat(desk.delete(LOCAL, new DeleteOptions(true, DeleteOptions.Propagation.BACKGROUND, "", ""), ACME)
                        .gone())
                .isTrue();
        assertThat(desk.get(LOCAL)).isPresent();
    }

    @Test
    void aDocumentForAnotherResourceIsRefused() {
        create();
        List<StoredResource> before = tenants.everything();
        assertThatThrownBy(() -> desk.replace(LOCAL, document(POOL.replace("name: local", "name: other")), ACME, PLAIN))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("$.metadata.name: 'other' is not the one that is written, 'local'");
        assertThat(tenants.everything()).isEqualTo(before);
    }

    @Test
    void aDeletionMayExpectAVersionAndAUid() {
        create();
        DeleteOptions stale = new DeleteOptions(false, DeleteOptions.Propagation.BACKGROUND, "", "1");
        assertThatThrownBy(() -> desk.delete(LOCAL, stale, ACME)).isInstanceOf(RefusedException.class);
        String uid = tenants.text(LOCAL, "metadata.uid");
        DeleteOptions exact = new DeleteOptions(false, DeleteOptions.Propagation.BACKGROUND, uid, "");
        assertThat(desk.delete(LOCAL, exact, ACME).gone()).isTrue();
        assertThat(desk.get(LOCAL)).isEmpty();
    }

    @Test
    void aManagerThatIsNotNamedOrTooLongIsCut() {
        assertThat(WriteOptions.by(" ").fieldManager()).isEqualTo("krate");
        assertThat(WriteOptions.by("x".repeat(200)).fieldManager()).hasSize(128);
        assertThat(WriteOptions.by("\uD83D\uDE00".repeat(200)).fieldManager()).isEqualTo("\uD83D\uDE00".repeat(128));
    }

    private Applied create() {
        return desk.create(document(POOL), "acme", ACME, PLAIN);
    }

    /** Sets a member of a member of a document. */
    static UnaryOperator<Map<String, Object>> with(String part, String name, Object value) {
        return stored -> {
            Map<String, Object> next = new LinkedHashMap<>(stored);
            Map<String, Object> changed = new LinkedHashMap<>();
            if (stored.get(part) instanceof Map<?, ?> before) {
                before.forEach((key, item) -> changed.put(String.valueOf(key), item));
            }
            changed.put(name, value);
            next.put(part, changed);
            return next;
        };
    }

    static void assertRefused(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(RefusedException.class)
                .hasMessage(message)
                .extracting(refused -> ((RefusedException) refused).code())
                .isEqualTo(code);
    }
}
