package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Organizations, pools and runs that wait, and servers that claim them; their clock stands still until it is told. */
final class Backlog {

    static final Duration LEASE = Duration.ofSeconds(15);
    private static final String SNAPSHOT = Digest.of("a stack").text();

    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final RunBook book = new RunBook();
    private final Desk desk;

    Backlog(ResourceStore store) {
        this.desk = server(store, "author");
    }

    Desk server(ResourceStore store, String worker) {
        return new Desk(new Ports(
                store,
                new InMemoryBlobStore(),
                new MemorySecrets(),
                new FakeRepositories(Path.of("unused")),
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                () -> now,
                KrateListener.NONE,
                worker));
    }

    AttemptClaims claims(ResourceStore store, String worker) {
        return new AttemptClaims(server(store, worker), LEASE, claim -> false);
    }

    Desk desk() {
        return desk;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void organization(String name, Map<String, Object> quotas) {
        create(
                "Organization",
                "krate-system",
                name,
                Map.of("slug", name, "namespaceName", name, "quotas", quotas),
                Map.of());
    }

    void pool(String namespace, String name, int most, String tier) {
        create("RunnerPool", namespace, name, Map.of("maxReplicas", most, "trustTier", tier), Map.of());
    }

    void repository(String namespace, String name, Map<String, Object> quotas) {
        create(
                "Repository",
                namespace,
                name,
                Map.of("cloneUrl", "https://git.example/%s/%s.git".formatted(namespace, name), "quotas", quotas),
                Map.of());
    }

    /** The stack of all runs, which may have so many at work. */
    void stack(String namespace, int most) {
        create(
                "AgentStack",
                namespace,
                "fixer",
                Map.of(
                        "baseAgent",
                        "claude-code",
                        "adapter",
                        "claude",
                        "runtimeIdentity",
                        Map.of("serviceAccountRef", "fixer"),
                        "quotas",
                        Map.of("concurrentRuns", most)),
                Map.of());
    }

    /** A run of trusted work whose first attempt waits. */
    void run(String namespace, String name, String repository, String workItem, String pool) {
        run(namespace, name, repository, workItem, pool, "trusted");
    }

    void run(String namespace, String name, String repository, String workItem, String pool, String trust) {
        run(
                namespace,
                name,
                Map.of("repository", repository, "workItem", workItem, "runnerPool", pool, "trust", trust),
                Map.of());
    }

    /** A run on the first work item of {@code app} that says it works for {@code parent}, which asked for it or did not. */
    void subagent(String namespace, String name, String parent, boolean asked) {
        if (asked) {
            desk.write(records -> {
                AgentDispatchRun asks = records.need(AgentDispatchRun.class, namespace, parent);
                return records.update(asks.with(asks.status().asksFor(name)));
            });
        }
        run(
                namespace,
                name,
                Map.of("repository", "app", "workItem", "issue/1", "runnerPool", "linux", "trust", "trusted"),
                Map.of("parentRun", parent, "request", Map.of("subagent", "helper")));
    }

    private void run(String namespace, String name, Map<String, Object> place, Map<String, Object> more) {
        Map<String, Object> spec = new HashMap<>(Map.of(
                "organizationRef",
                namespace,
                "agentStack",
                "fixer",
                "stackSnapshot",
                SNAPSHOT,
                "taskKind",
                "issue-fix"));
        spec.putAll(place);
        spec.putAll(more);
        create(
                "AgentDispatchRun",
                namespace,
                name,
                spec,
                Map.of("phase", "queued", "attempts", 1, "lastAttempt", "open"));
        create(
                "AgentDispatchAttempt",
                namespace,
                name + "-1",
                Map.of(
                        "organizationRef",
                        namespace,
                        "agentDispatchRun",
                        name,
                        "number",
                        1,
                        "attemptReason",
                        "initial",
                        "agentStackSnapshot",
                        SNAPSHOT,
                        "runnerPool",
                        place.get("runnerPool")),
                Map.of());
        now = now.plusMillis(1);
    }

    void delete(String kind, String namespace, String name) {
        desk.write(records -> {
            records.transaction()
                    .get(new ResourceKey(kind, namespace, name))
                    .ifPresent(stored -> records.transaction().delete(stored.key(), stored.version()));
            return name;
        });
    }

    void create(String kind, String namespace, String name, Map<String, Object> spec, Map<String, Object> status) {
        Resource resource = ResourceCodec.read(
                KindRegistry.named(kind).orElseThrow(),
                Map.of(
                        "metadata", Map.of("name", name, "namespace", namespace),
                        "spec", spec,
                        "status", status));
        desk.write(records -> records.create(resource));
    }

    /** Ends what was claimed, having cost so much. */
    void fail(Claim claim, double costUsd) {
        desk.write(records -> {
            AgentDispatchAttempt attempt = claim.attempt(records);
            AgentDispatchAttempt.Heard heard = new AgentDispatchAttempt.Heard(1, "", "", costUsd, 0);
            records.update(attempt.with(attempt.status().heard(heard)));
            AgentDispatchAttempt over =
                    Moves.attempt(records, claim, new AttemptEvent.Failed(claim.token(), "AgentFailed: it did"));
            AgentDispatchRun run = records.need(
                    AgentDispatchRun.class, claim.namespace(), over.spec().agentDispatchRun());
            return book.on(records, run, new RunEvent.AttemptFailed(1, "AgentFailed: it did", false), "test");
        });
    }

    /** Gives what was claimed back, not to be taken before {@code later} has passed. */
    void postpone(Claim claim, Duration later) {
        desk.write(records -> {
            AgentDispatchAttempt attempt =
                    Moves.attempt(records, claim, new AttemptEvent.Postponed(claim.token(), "GatewayGone: later"));
            records.update(claim.released(attempt, records.now().plus(later)));
            AgentDispatchRun run = records.need(
                    AgentDispatchRun.class, claim.namespace(), attempt.spec().agentDispatchRun());
            return book.on(records, run, new RunEvent.Postponed(1, "GatewayGone: later"), "test");
        });
    }

    Optional<AgentDispatchRun> run(String namespace, String name) {
        return desk.get(AgentDispatchRun.class, namespace, name);
    }
}
