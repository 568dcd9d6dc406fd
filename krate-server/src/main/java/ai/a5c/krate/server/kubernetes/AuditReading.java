package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.AuditEvents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers get and list of audit events, which are no rows of the store but its sealed chain. */
final class AuditReading {

    private static final int PAGE = 500;

    private final AuditEvents events;
    private final InstantSource clock;

    AuditReading(ResourceStore store, InstantSource clock) {
        this.events = new AuditEvents(store);
        this.clock = clock;
    }

    static boolean reads(Kind kind) {
        return kind.name().equals("AuditEvent");
    }

    void get(Context context, ResourceKey key) {
        Kind kind = kind();
        Map<String, Object> tree = events.get(key.namespace(), key.name())
                .map(found -> Shown.one(kind, found, Shown.Look.of(context), clock.instant()))
                .orElseThrow(() -> Status.notFound(Subject.of(kind, key.name())).refusal());
        Answer.json(context, 200, tree);
    }

    /** The chain of one organization, oldest first, in pages. */
    void list(Context context, Reach reach) {
        if (reach.all() || reach.some().size() != 1) {
            throw Status.badRequest("audit events are listed in one namespace at a time")
                    .refusal();
        }
        if (!Answer.query(context, "labelSelector").isEmpty()
                || !Answer.query(context, "fieldSelector").isEmpty()) {
            throw Status.badRequest("audit events are not selected by labels or fields")
                    .refusal();
        }
        String namespace = reach.some().first();
        String list = "AuditEvent " + namespace;
        long after = Continuation.of(Answer.query(context, "continue"), list)
                .map(Continuation::version)
                .orElse(0L);
        long limit = Answer.number(context, "limit").orElse(0L);
        AuditEvents.Events page = events.page(namespace, after, limit < 1 || limit > PAGE ? PAGE : (int) limit);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", Long.toString(after + page.items().size()));
        if (page.next() > 0) {
            String last = namespace + "/" + AuditEvents.name(page.next());
            metadata.put("continue", new Continuation(list, page.next(), last).token());
        }
        Answer.json(
                context,
                200,
                Shown.list(
                        kind(),
                        page.items().stream().map(ResourceCodec::write).toList(),
                        metadata,
                        Shown.Look.of(context),
                        clock.instant()));
    }

    private static Kind kind() {
        return KindRegistry.named("AuditEvent").orElseThrow();
    }
}
