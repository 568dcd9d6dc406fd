package ai.a5c.krate.server.bench;

import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.LocalAccess;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.attempt.AttemptWorker;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.campaign.PrivatePostgres;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.trigger.PredicateCompiler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What it costs to make a run with its attempt durable, beside pgbench with as many rows of the same size; and what the
 * next claim costs while ever more wait over fifty organizations, beside one select from an indexed queue.
 */
final class DispatchBench implements Bench {

    private static final int ORGANIZATIONS = 50;
    private static final int REPOSITORIES = 4;
    private static final int MOST = 10_000;
    private static final int BATCH = 200;
    private static final int TIMES = 100;
    private static final String SNAPSHOT = Digest.of("a stack").text();

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        try (PrivatePostgres postgres = PrivatePostgres.start();
                JdbcResourceStore store =
                        JdbcResourceStore.postgresql(postgres.url(), PrivatePostgres.USER, postgres.password());
                SqlPeer peer = SqlPeer.of(postgres, grounds)) {
            Desk desk = desk(store, grounds);
            AtomicInteger made = new AtomicInteger();
            organizations(desk);
            List<Figure> figures = new ArrayList<>();
            figures.add(creation(desk, made, peer));
            AttemptWorker worker = new AttemptWorker(desk, Duration.ofHours(1));
            for (int size = 100; size <= Math.min(largest, MOST); size *= 10) {
                fill(desk, made, size);
                peer.fill(size);
                Timings claim =
                        Timings.of(TIMES / 2, () -> worker.take(() -> false).orElseThrow());
                figures.add(Figure.of("claim of the next attempt", size, claim, SqlPeer.SELECT, peer.claims(TIMES)));
            }
            return figures;
        }
    }

    private static Desk desk(JdbcResourceStore store, Grounds grounds) {
        return new Desk(new Ports(
                store,
                new InMemoryBlobStore(),
                new LocalSecrets(grounds.file("secrets")),
                new JGitRepositories(grounds.file("repositories")),
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                store.clock(),
                KrateListener.NONE,
                "bench",
                new LocalAccess(store),
                PredicateCompiler.NONE,
                ConfigSource.NONE));
    }

    private static Figure creation(Desk desk, AtomicInteger made, SqlPeer peer) {
        peer.begin();
        Timings own = Timings.of(TIMES, () -> desk.write(records -> run(records, made.getAndIncrement())));
        double latency = peer.sameInserts(TIMES + TIMES / 5);
        return new Figure("run and attempt committed", 1, own.at(0.5), own.at(0.99), SqlPeer.INSERTS, latency);
    }

    private static void organizations(Desk desk) {
        desk.write(records -> {
            for (int number = 0; number < ORGANIZATIONS; number++) {
                String name = "org-" + number;
                create(
                        records,
                        new ResourceKey("Organization", "krate-system", name),
                        Map.of("slug", name, "namespaceName", name),
                        Map.of());
                create(records, new ResourceKey("RunnerPool", name, "linux"), Map.of("maxReplicas", MOST), Map.of());
            }
            return ORGANIZATIONS;
        });
    }

    private static void fill(Desk desk, AtomicInteger made, int size) {
        while (made.get() < size) {
            desk.write(records -> {
                for (int i = 0; i < BATCH && made.get() < size; i++) {
                    run(records, made.getAndIncrement());
                }
                return size;
            });
        }
    }

    private static int run(Records records, int number) {
        String namespace = "org-" + number % ORGANIZATIONS;
        String name = "run-" + number;
        create(
                records,
                new ResourceKey("AgentDispatchRun", namespace, name),
                runSpec(namespace, number),
                Map.of("phase", "queued", "attempts", 1, "lastAttempt", "open"));
        create(
                records,
                new ResourceKey("AgentDispatchAttempt", namespace, name + "-1"),
                attemptSpec(namespace, name),
                Map.of());
        return number;
    }

    private static Map<String, Object> runSpec(String namespace, int number) {
        return Map.of(
                "organizationRef",
                namespace,
                "repository",
                "app-" + number / ORGANIZATIONS % REPOSITORIES,
                "agentStack",
                "fixer",
                "workItem",
                "app#" + number,
                "runnerPool",
                "linux",
                "trust",
                "trusted",
                "stackSnapshot",
                SNAPSHOT,
                "taskKind",
                "issue-fix");
    }

    private static Map<String, Object> attemptSpec(String namespace, String run) {
        return Map.of(
                "organizationRef",
                namespace,
                "agentDispatchRun",
                run,
                "number",
                1,
                "attemptReason",
                "initial",
                "agentStackSnapshot",
                SNAPSHOT,
                "runnerPool",
                "linux");
    }

    private static void create(Records records, ResourceKey key, Map<String, Object> spec, Map<String, Object> status) {
        Map<String, String> metadata = Map.of("name", key.name(), "namespace", key.namespace());
        records.create(ResourceCodec.read(
                KindRegistry.named(key.kind()).orElseThrow(),
                Map.of("metadata", metadata, "spec", spec, "status", status)));
    }
}
