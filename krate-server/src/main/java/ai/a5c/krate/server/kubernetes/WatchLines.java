package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.server.http.LiveSource;
import ai.a5c.krate.server.http.Permission;
import ai.a5c.krate.server.http.Piece;
import ai.a5c.krate.server.http.Tick;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionGoneException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The change log as a Kubernetes watch: one JSON object a line. */
final class WatchLines implements LiveSource {

    private static final int MOST_AT_ONCE = 100;
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(30);
    private static final Piece KEEP_ALIVE = Piece.of(" ");

    private final WatchQuestion question;
    private final Kind kind;
    private final Known known;
    private final InstantSource clock;
    private final Permission permission;
    private final Instant end;
    private Instant nextBookmark;
    private long version;
    private boolean initial;
    private String cursor = "";
    private boolean heading = true;
    private boolean ended;

    /**
     * The answer to {@code question}.
     *
     * @param version changes after this one are sent
     */
    WatchLines(WatchQuestion question, Known known, long version, InstantSource clock, Permission permission) {
        this.question = question;
        this.kind = question.selection().kind();
        this.known = known;
        this.version = version;
        this.clock = clock;
        this.permission = permission;
        this.initial = question.from().isEmpty();
        Instant now = clock.instant();
        this.end = now.plus(question.patience());
        this.nextBookmark = now.plus(BOOKMARK_EVERY);
    }

    @Override
    public List<Piece> next(Tick tick, int room) {
        Instant now = clock.instant();
        List<Piece> lines = new ArrayList<>();
        try {
            if (!mayGoOn(tick)) {
                ended = true;
                return lines;
            }
            int most = Math.max(1, Math.min(MOST_AT_ONCE, room - 2));
            if (initial) {
                sendWhatIsThere(tick, most, lines);
            } else {
                sendChanges(tick, most, lines);
            }
            close(now, lines);
        } catch (VersionGoneException e) {
            ended = true;
            Status gone = Status.expired("too old resource version: " + version);
            lines.add(Piece.of(Json.write(event("ERROR", gone.tree())) + "\n"));
        }
        return lines;
    }

    private boolean mayGoOn(Tick tick) {
        if (permission.isDue() && !initial && tick.version() < version) {
            throw new VersionGoneException(version, tick.version());
        }
        return permission.holds(tick);
    }

    private void sendWhatIsThere(Tick tick, int most, List<Piece> lines) {
        Page page = NamespacePages.shared(tick, question.selection(), question.reach(), cursor, most);
        for (StoredResource found : page.items()) {
            known.shown(found);
            lines.add(line(tick, Change.Type.ADDED, found));
        }
        cursor = page.next();
        if (cursor.isEmpty()) {
            initial = false;
            known.settle(tick.store().version());
            if (question.initialEvents()) {
                lines.add(bookmark(Map.of("k8s.io/initial-events-end", "true")));
            }
        }
    }

    private void sendChanges(Tick tick, int most, List<Piece> lines) {
        if (tick.version() <= version) {
            return;
        }
        List<Change> changes = tick.changes(question.changes(), version, most);
        for (Change change : changes) {
            version = change.resource().version();
            if (question.reach().covers(change.resource().key().namespace())) {
                known.seen(change).ifPresent(type -> lines.add(line(tick, type, change.resource())));
            }
        }
        if (changes.size() < most) {
            version = Math.max(version, tick.version());
        }
    }

    private void close(Instant now, List<Piece> lines) {
        ended = !initial && !now.isBefore(end);
        if (question.bookmarks() && !initial && (ended || !now.isBefore(nextBookmark))) {
            nextBookmark = now.plus(BOOKMARK_EVERY);
            lines.add(bookmark(Map.of()));
        }
    }

    /** A table tells ages, so that it is good for one look only. */
    private Piece line(Tick tick, Change.Type type, StoredResource resource) {
        boolean table = question.look().shape().table();
        boolean first = heading && table;
        heading = false;
        List<Object> key = List.of(type, resource, question.look(), first);
        return table
                ? tick.once(key, () -> Piece.of(text(type, resource, first)))
                : tick.rendered(key, () -> List.of(text(type, resource, first))).get(0);
    }

    private String text(Change.Type type, StoredResource resource, boolean first) {
        Map<String, Object> object =
                Shown.event(kind, Shown.document(resource), question.look(), first, clock.instant());
        return Json.write(event(type.name(), object)) + "\n";
    }

    private Piece bookmark(Map<String, Object> annotations) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", Long.toString(version));
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        return Piece.of(Json.write(event("BOOKMARK", Shown.bookmark(kind, metadata, question.look()))) + "\n");
    }

    private static Map<String, Object> event(String type, Map<String, Object> object) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", type);
        tree.put("object", object);
        return tree;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** White space in front of the next event, which no reader of JSON or of lines minds. */
    @Override
    public Piece keepAlive() {
        return KEEP_ALIVE;
    }
}
