package ai.a5c.krate.server.bench;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.http.RunEvents;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import java.time.Instant;
import java.util.Map;

/** What server-sent events are about. */
enum Watched {
    LIST(
            "change to the last watcher of a list",
            "/api/watch/orgs/bench/runnerpools",
            "event: SYNC",
            "event: MODIFIED") {
        @Override
        void prepare(Grounds grounds) {
            grounds.requests().post(Grounds.POOLS, Grounds.pool(NAME, 1));
        }

        @Override
        Object change(Grounds grounds) {
            int replicas = (int) (grounds.server().krate().store().version() % 1_000) + 1;
            return grounds.requests().put(Grounds.POOLS + "/" + NAME, Grounds.pool(NAME, replicas));
        }
    },
    TIMELINE(
            "event to the last watcher of a run",
            "/api/orgs/bench/agents/runs/watched/events",
            "event: message",
            "event: message") {
        @Override
        void prepare(Grounds grounds) {
            ResourceKey key = new ResourceKey("AgentDispatchRun", Grounds.NAMESPACE, NAME);
            Map<String, Object> run = Map.of(
                    "apiVersion",
                    "krate.a5c.ai/v1alpha1",
                    "kind",
                    key.kind(),
                    "metadata",
                    Map.of("name", NAME, "namespace", key.namespace(), "uid", "watched", "generation", 1),
                    "spec",
                    Map.of("organizationRef", "bench", "repository", "app", "agentStack", "none"),
                    "status",
                    Map.of("phase", "running"));
            ResourceDraft draft = new ResourceDraft(key, Map.of(), Map.of(), Json.write(run));
            store(grounds).transact(transaction -> transaction.put(draft, ResourceStore.ABSENT));
        }

        @Override
        Object change(Grounds grounds) {
            String stream = RunEvents.stream(Grounds.NAMESPACE, NAME);
            return store(grounds).transact(transaction -> {
                long next = transaction.lastSequence(stream) + 1;
                StreamEvent event = new StreamEvent(next, Instant.EPOCH, "message", SAID);
                transaction.append(stream, event);
                return next;
            });
        }
    };

    private static final String NAME = "watched";
    private static final String SAID = Json.write(Map.of("text", "What an agent says in one breath. ".repeat(12)));

    private final String title;
    private final String path;
    private final String first;
    private final String mark;

    Watched(String title, String path, String first, String mark) {
        this.title = title;
        this.path = path;
        this.first = first;
        this.mark = mark;
    }

    private static ResourceStore store(Grounds grounds) {
        return grounds.server().krate().store();
    }

    /** Makes what is watched. */
    abstract void prepare(Grounds grounds);

    /** Makes the next piece of news. */
    abstract Object change(Grounds grounds);

    String title() {
        return title;
    }

    String path() {
        return path;
    }

    /** What stands in what a watcher is sent first, if there is something to watch. */
    String first() {
        return first;
    }

    /** What stands once in each piece of news. */
    String mark() {
        return mark;
    }
}
