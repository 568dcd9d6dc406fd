package ai.a5c.krate.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.trigger.CompiledRules;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCacheTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Desk desk;
    private RuleCache cache;

    @BeforeEach
    void start(@TempDir Path root) {
        desk = new Desk(new Ports(
                store,
                new InMemoryBlobStore(),
                new MemorySecrets(),
                new FakeRepositories(root),
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                InstantSource.fixed(Instant.EPOCH),
                KrateListener.NONE,
                "test"));
        cache = new RuleCache(desk);
    }

    private AgentTriggerRule create(String namespace, String name) {
        String yaml = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: %s }
                spec: { lifecycleState: active, sources: [issue], agentStack: fix, taskKind: review }
                """.formatted(name);
        AgentTriggerRule rule =
                (AgentTriggerRule) ResourceCodec.parse(Documents.read(yaml).get(0), namespace);
        return desk.write(records -> records.create(rule));
    }

    @Test
    void rulesAreCompiledOnceForEachChangeOfThem() {
        AgentTriggerRule rule = create("acme", "one");
        CompiledRules first = cache.rules("acme");
        assertThat(first.size()).isEqualTo(1);
        assertThat(cache.rules("acme")).isSameAs(first);
        create("elsewhere", "other");
        assertThat(cache.rules("acme"))
                .as("another namespace's rules change nothing here")
                .isSameAs(first);
        desk.write(records -> records.update(rule.in(LifecycleState.PAUSED)));
        assertThat(cache.rules("acme")).isNotSameAs(first);
        create("acme", "two");
        assertThat(cache.rules("acme").size()).isEqualTo(2);
        desk.write(records -> {
            records.delete(records.need(AgentTriggerRule.class, "acme", "one"));
            return rule;
        });
        assertThat(cache.rules("acme").size()).isEqualTo(1);
    }

    @Test
    void whatElseChangesInTheNamespaceCompilesNothing() {
        create("acme", "one");
        CompiledRules first = cache.rules("acme");
        String pool = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: pool }
                spec: { maxReplicas: 1 }
                """;
        Resource other = ResourceCodec.parse(Documents.read(pool).get(0), "acme");
        desk.write(records -> records.create(other));
        assertThat(cache.rules("acme")).isSameAs(first);
    }
}
