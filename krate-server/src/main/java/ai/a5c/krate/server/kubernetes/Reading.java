package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.StoredRecords;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.VersionGoneException;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers get and list. */
final class Reading {

    /** The most that one answer holds. */
    static final int MOST = 10_000;

    private final ResourceStore store;
    private final InstantSource clock;

    Reading(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void get(Context context, Kind kind, ResourceKey key) {
        Shown.Look look = Shown.Look.of(context);
        Map<String, Object> tree = store.get(key)
                .map(StoredRecords::read)
                .map(found -> Shown.one(kind, found, look, clock.instant()))
                .orElseThrow(() -> Status.notFound(Subject.of(kind, key.name())).refusal());
        Answer.json(context, 200, tree);
    }

    void list(Context context, Kind kind, Reach reach) {
        Shown.Look look = Shown.Look.of(context);
        Selection selection = Selection.of(context, kind);
        String list = kind.name() + " " + (reach.all() ? "*" : String.join(",", reach.some()));
        Optional<Continuation> place = Continuation.of(Answer.query(context, "continue"), list);
        long version = place.map(this::still).orElseGet(() -> fresh(context));
        String after = place.map(Continuation::after).orElse("");
        Page page = NamespacePages.list(store, selection, reach, after, limit(context));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", Long.toString(version));
        if (!page.next().isEmpty()) {
            metadata.put("continue", new Continuation(list, version, page.next()).token());
        }
        List<Map<String, Object>> documents =
                page.items().stream().map(Shown::document).toList();
        Answer.json(context, 200, Shown.list(kind, documents, metadata, look, clock.instant()));
    }

    private static int limit(Context context) {
        long limit = Answer.number(context, "limit").orElse(0L);
        return limit == 0 || limit > MOST ? MOST : (int) limit;
    }

    /** The version of a continued list, if a watch from it would still miss nothing. */
    private long still(Continuation place) {
        if (place.version() > store.version()) {
            throw Status.badRequest("continue key is not valid: it is from another store")
                    .refusal();
        }
        try {
            store.changes(ChangeQuery.ALL, place.version(), 1);
            return place.version();
        } catch (VersionGoneException e) {
            throw Status.expired("The provided continue parameter is too old; list again without it")
                    .refusal();
        }
    }

    /** The version of a list that begins now, if that is what the client asks for. */
    private long fresh(Context context) {
        long current = store.version();
        String match = Answer.query(context, "resourceVersionMatch");
        long asked = Answer.number(context, "resourceVersion").orElse(0L);
        if (!match.isEmpty() && Answer.query(context, "resourceVersion").isEmpty()) {
            throw Status.badRequest("resourceVersionMatch is forbidden unless resourceVersion is provided")
                    .refusal();
        }
        if (!match.isEmpty() && !match.equals("NotOlderThan") && !match.equals("Exact")) {
            throw Status.badRequest("resourceVersionMatch must be NotOlderThan or Exact")
                    .refusal();
        }
        if (asked > current) {
            throw Status.tooLargeVersion(asked, current).refusal();
        }
        if (match.equals("Exact") && asked != current) {
            throw Status.expired("The resourceVersion %d is not kept; list without resourceVersionMatch=Exact"
                            .formatted(asked))
                    .refusal();
        }
        return current;
    }
}
