package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.Applied.Outcome;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLawsTest {

    private static final ResourceKey LOCAL = key("RunnerPool", "local");
    private static final int EDITS = 100;

    @Test
    void anEditThatChangesNothingWritesNothing() {
        Seeds.forAll(50, random -> {
            Tenants tenants = Tenants.on(new InMemoryResourceStore());
            tenants.apply(ACME, pool(random));
            List<StoredResource> before = tenants.everything();
            Applied applied =
                    tenants.desk.edit(LOCAL, stored -> stored, ACME, WriteOptions.by("m" + random.nextInt(3)));
            assertThat(applied.outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(tenants.everything()).isEqualTo(before);
        });
    }

    @Test
    void whatIsCreatedAndDeletedLeavesNothing() {
        Seeds.forAll(50, random -> {
            Tenants tenants = Tenants.on(new InMemoryResourceStore());
            List<StoredResource> before = tenants.everything();
            tenants.desk.create(pool(random), "acme", ACME, PLAIN);
            DeleteOptions.Propagation[] ways = DeleteOptions.Propagation.values();
            tenants.desk.delete(LOCAL, new DeleteOptions(false, ways[random.nextInt(ways.length)], "", ""), ACME);
            assertThat(tenants.everything()).isEqualTo(before);
            assertThat(tenants.store.nextDue(Topics.GARBAGE)).isEmpty();
        });
    }

    @Test
    void aRefusedWriteLeavesTheStoreAsItWas() {
        List<UnaryOperator<Map<String, Object>>> faults = List.of(
                with("spec", "serviceAccountRef", "nobody"),
                with("spec", "nonsense", 1),
                with("spec", "maxReplicas", "many"),
                with("spec", "organizationRef", "globex"),
                with("metadata", "resourceVersion", "1"),
                with("metadata", "uid", "other"),
                with("metadata", "name", "other"));
        Seeds.forAll(100, random -> {
            Tenants tenants = Tenants.on(new InMemoryResourceStore());
            tenants.apply(ACME, pool(random));
            List<StoredResource> before = tenants.everything();
            long version = tenants.store.version();
            UnaryOperator<Map<String, Object>> fault = faults.get(random.nextInt(faults.size()));
            assertThatThrownBy(() -> tenants.desk.edit(
                            LOCAL,
                            stored ->
                                    fault.apply(with("spec", "maxReplicas", 77).apply(stored)),
                            ACME,
                            PLAIN))
                    .isInstanceOf(RuntimeException.class);
            assertThat(tenants.everything()).isEqualTo(before);
            assertThat(tenants.store.version()).isEqualTo(version);
        });
    }

    @Test
    void noEditIsLostInMemory() {
        assertNoEditIsLost(new InMemoryResourceStore());
    }

    @Test
    void noEditIsLostInSqlite(@TempDir Path directory) {
        try (ResourceStore store = JdbcResourceStore.sqlite(directory.resolve("krate.db"))) {
            assertNoEditIsLost(store);
        }
    }

    private static void assertNoEditIsLost(ResourceStore store) {
        Tenants tenants = Tenants.on(store);
        tenants.acme("{kind: RunnerPool, metadata: {name: local}, spec: {maxReplicas: 1}}");
        List<CompletableFuture<Void>> writers = IntStream.range(0, 2)
                .mapToObj(each -> CompletableFuture.runAsync(() -> IntStream.range(0, EDITS)
                        .forEach(number -> tenants.desk.edit(LOCAL, WriteLawsTest::oneMore, ACME, PLAIN))))
                .toList();
        writers.forEach(CompletableFuture::join);
        assertThat(tenants.text(LOCAL, "spec.maxReplicas")).isEqualTo(Integer.toString(1 + 2 * EDITS));
        assertThat(tenants.text(LOCAL, "metadata.generation")).isEqualTo(Integer.toString(1 + 2 * EDITS));
    }

    private static Map<String, Object> oneMore(Map<String, Object> stored) {
        int replicas = Integer.parseInt(Fields.text(stored, "spec.maxReplicas"));
        return with("spec", "maxReplicas", replicas + 1).apply(stored);
    }

    private static Map<String, Object> pool(RandomGenerator random) {
        Map<String, Object> pool = document("{kind: RunnerPool, metadata: {name: local}, spec: {maxReplicas: 1}}");
        Map<String, String> labels = Map.of("size", "s", "krate.a5c.ai/org", "no");
        Map<String, Object> sized =
                with("spec", "maxReplicas", 1 + random.nextInt(9)).apply(pool);
        Map<String, Object> labelled =
                random.nextBoolean() ? with("metadata", "labels", labels).apply(sized) : sized;
        return random.nextBoolean() ? with("spec", "trustTier", "trusted").apply(labelled) : labelled;
    }
}
