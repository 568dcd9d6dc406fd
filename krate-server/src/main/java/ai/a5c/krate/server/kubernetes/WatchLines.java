package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.server.http.LiveSource;
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
import java.util.function.Predicate;

/** The change log as a Kubernetes watch: one JSON object a line. */
final class WatchLines implements LiveSource {

    private static final int MOST_AT_ONCE = 100;
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final WatchQuestion question;
    private final Kind kind;
    private final Known known;
    private final InstantSource clock;
    private final Predicate<Tick> permitted;
    private final Instant end;
    private Instant nextBookmark;
    private Instant nextCheck;
    private long version;
    private boolean initial;
    private String cursor = "";
    private boolean heading = true;
    private boolean ended;

    /**
     * The answer to {@code question}.
     *
     * @param version changes after this one are sent
     * @param permitted whether the watcher may go on; asked every few seconds
     */
    WatchLines(WatchQuestion question, Known known, long version, InstantSource clock, Predicate<Tick> permitted) {
        this.question = question;
        this.kind = question.selection().kind();
        this.known = known;
        this.version = version;
        this.clock = clock;
        this.permitted = permitted;
        this.initial = question.from().isEmpty();
        Instant now = clock.instant();
        this.end = now.plus(question.patience());
        this.nextBookmark = now.plus(BOOKMARK_EVERY);
        this.nextCheck = now.plus(CHECK_EVERY);
    }

    @Override
    public List<String> next(Tick tick, int room) {
        Instant now = clock.instant();
        List<String> lines = new ArrayList<>();
        try {
            if (!mayGoOn(tick, now)) {
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
            lines.add(Json.write(event("ERROR", gone.tree())) + "\n");
        }
        return lines;
    }

    private boolean mayGoOn(Tick tick, Instant now) {
        if (now.isBefore(nextCheck)) {
            return true;
        }
        nextCheck = now.plus(CHECK_EVERY);
        if (!initial && tick.version() < version) {
            throw new VersionGoneException(version, tick.version());
        }
        return permitted.test(tick);
    }

    private void sendWhatIsThere(Tick tick, int most, List<String> lines) {
        Page page = NamespacePages.list(tick.store(), question.selection(), question.reach(), cursor, most);
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

    private void sendChanges(Tick tick, int most, List<String> lines) {
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

    private void close(Instant now, List<String> lines) {
        ended = !initial && !now.isBefore(end);
        if (question.bookmarks() && !initial && (ended || !now.isBefore(nextBookmark))) {
            nextBookmark = now.plus(BOOKMARK_EVERY);
            lines.add(bookmark(Map.of()));
        }
    }

    private String line(Tick tick, Change.Type type, StoredResource resource) {
        boolean first = heading && question.look().shape().table();
        heading = false;
        return tick.once(
                List.of(type, resource.key(), resource.version(), question.look(), first),
                () -> Json.write(event(
                                type.name(),
                                Shown.event(kind, Shown.document(resource), question.look(), first, clock.instant())))
                        + "\n");
    }

    private String bookmark(Map<String, Object> annotations) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", Long.toString(version));
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        return Json.write(event("BOOKMARK", Shown.bookmark(kind, metadata, question.look()))) + "\n";
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
    public String keepAlive() {
        return " ";
    }
}
