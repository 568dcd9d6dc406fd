package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.assertRefused;
import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.STATUS;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.Applied.Outcome;
import ai.a5c.krate.ownership.FieldConflictException;
import ai.a5c.krate.resource.Metadata.ManagedFields;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManagedWritesTest {

    private static final String POOL = """
            kind: RunnerPool
            metadata: {name: local, labels: {krate.a5c.ai/org: globex, size: s}}
            spec: {maxReplicas: %d}
            """;
    private static final ResourceKey LOCAL = key("RunnerPool", "local");

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final ResourceDesk desk = tenants.desk;

    @Test
    void anApplySharesWhatIsEqualAndStopsAtWhatAnotherManagerOwns() {
        assertThat(apply("one", 1, false).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(apply("two", 1, false).outcome()).isEqualTo(Outcome.CONFIGURED);
        assertThatThrownBy(() -> apply("two", 2, false))
                .isInstanceOf(FieldConflictException.class)
                .hasMessageContaining("conflict with \"one\"")
                .hasMessageContaining(".spec.maxReplicas");
        Resource forced = apply("two", 2, true).resource();
        assertThat(forced.metadata().managedFields())
                .extracting(ManagedFields::manager)
                .containsExactlyInAnyOrder("one", "two");
        assertThat(tenants.text(LOCAL, "spec.maxReplicas")).isEqualTo("2");
    }

    @Test
    void theSameAppliedAgainLaterIsNotWritten() {
        apply("one", 1, false);
        long version = tenants.store.version();
        tenants.pass(Duration.ofHours(1));
        assertThat(apply("one", 1, false).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(desk.edit(LOCAL, stored -> stored, ACME, WriteOptions.by("two"))
                        .outcome())
                .isEqualTo(Outcome.UNCHANGED);
        assertThat(tenants.store.version()).isEqualTo(version);
    }

    @Test
    void nobodyOwnsTheLabelsThatKrateSets() {
        Resource made = apply("one", 1, false).resource();
        assertThat(made.metadata().labels())
                .containsEntry("krate.a5c.ai/org", "acme")
                .containsEntry("size", "s");
        assertThat(made.metadata().managedFields().toString())
                .contains("f:size")
                .doesNotContain("krate.a5c.ai/org");
        Resource edited = desk.edit(
                        LOCAL,
                        with("metadata", "labels", Map.of("krate.a5c.ai/org", "globex")),
                        ACME,
                        WriteOptions.by("two"))
                .resource();
        assertThat(edited.metadata().labels())
                .containsEntry("krate.a5c.ai/org", "acme")
                .doesNotContainKey("size");
    }

    @Test
    void everyWriterIsNotedUnderItsNameAndPart() {
        desk.create(document(POOL.formatted(1)), "acme", ACME, WriteOptions.by("maker"));
        desk.edit(LOCAL, with("spec", "maxReplicas", 2), ACME, WriteOptions.by(" "));
        Resource observed = desk.edit(
                        LOCAL,
                        stored -> {
                            stored.put("status", Map.of("observedGeneration", 2L));
                            return stored;
                        },
                        ADMINISTRATOR,
                        STATUS)
                .resource();
        assertThat(observed.metadata().managedFields())
                .extracting(each -> each.manager() + " " + each.operation() + " " + each.subresource())
                .containsExactlyInAnyOrder("maker Update ", "krate Update ", "test Update status");
    }

    @Test
    void anApplyMayExpectAVersion() {
        apply("one", 1, false);
        Map<String, Object> stale =
                document(POOL.formatted(1).replace("name: local,", "name: local, resourceVersion: '1',"));
        assertRefused(
                "STALE",
                "RunnerPool/acme/local was expected with metadata.resourceVersion '1' but has '%s'; read it again and reapply the change"
                        .formatted(tenants.text(LOCAL, "metadata.resourceVersion")),
                () -> desk.applyFields(LOCAL, stale, ACME, WriteOptions.by("one")));
    }

    private Applied apply(String manager, int replicas, boolean force) {
        return desk.applyFields(
                LOCAL,
                document(POOL.formatted(replicas)),
                ACME,
                new WriteOptions(false, manager, force, WriteOptions.Part.SPEC));
    }
}
