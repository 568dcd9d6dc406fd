package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.http.LiveSource;
import ai.a5c.krate.server.http.ServerEvent;
import ai.a5c.krate.server.http.Tick;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One {@code SYNC} event with everything there is, then {@code ADDED}, {@code MODIFIED} and {@code DELETED}; the id of
 * each is the version to resume after.
 *
 * <p>The one event is written piece by piece, so that a long list is never held. A watcher whose version has been
 * compacted away, or is from another store, gets a new {@code SYNC}.
 */
final class OrganizationEvents implements LiveSource {

    private static final int MOST_AT_ONCE = 100;
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final Known known;
    private final Reach reach;
    private final InstantSource clock;
    private final Predicate<Tick> permitted;
    private Instant nextCheck;
    private long version;
    private Stage stage;
    private String cursor = "";
    private boolean ended;

    /** Changes after {@code version}, or from the beginning if that is 0. */
    OrganizationEvents(Known known, Reach reach, long version, InstantSource clock, Predicate<Tick> permitted) {
        this.known = known;
        this.reach = reach;
        this.version = version;
        this.clock = clock;
        this.permitted = permitted;
        this.nextCheck = clock.instant().plus(CHECK_EVERY);
        this.stage = version == 0 ? Stage.BEGINNING : Stage.RESUMING;
    }

    @Override
    public List<String> next(Tick tick, int room) {
        if (!mayGoOn(tick)) {
            ended = true;
            return List.of();
        }
        int most = Math.max(1, Math.min(MOST_AT_ONCE, room - 2));
        if (stage == Stage.RESUMING) {
            stage = version > tick.version() ? Stage.BEGINNING : Stage.CHANGES;
        }
        try {
            return stage == Stage.CHANGES ? changes(tick, most) : everything(tick, most);
        } catch (VersionGoneException e) {
            stage = Stage.BEGINNING;
            return everything(tick, most);
        }
    }

    private boolean mayGoOn(Tick tick) {
        Instant now = clock.instant();
        if (now.isBefore(nextCheck)) {
            return true;
        }
        nextCheck = now.plus(CHECK_EVERY);
        return permitted.test(tick);
    }

    private List<String> everything(Tick tick, int most) {
        List<String> pieces = new ArrayList<>();
        boolean first = stage == Stage.BEGINNING;
        if (first) {
            version = tick.version();
            cursor = "";
            stage = Stage.LISTING;
            pieces.add("event: SYNC\ndata: {\"resourceVersion\":\"%d\",\"items\":[\n".formatted(version));
        }
        Page page = NamespacePages.list(tick.store(), known.selection(), reach, cursor, most);
        for (StoredResource found : page.items()) {
            known.shown(found);
            pieces.add("data: " + (first ? "" : ",") + Json.write(Shown.document(found)) + "\n");
            first = false;
        }
        cursor = page.next();
        if (cursor.isEmpty()) {
            known.settle(tick.store().version());
            stage = Stage.CHANGES;
            pieces.add("data: ]}\nid: %d\n\n".formatted(version));
        }
        return pieces;
    }

    private List<String> changes(Tick tick, int most) {
        if (tick.version() <= version) {
            return List.of();
        }
        ChangeQuery query = new ChangeQuery(
                Optional.of(known.selection().kind().name()),
                Optional.of(reach.some().first()),
                List.of());
        List<String> pieces = new ArrayList<>();
        List<Change> changes = tick.changes(query, version, most);
        for (Change change : changes) {
            version = change.resource().version();
            known.seen(change).ifPresent(type -> pieces.add(event(tick, type, change.resource())));
        }
        if (changes.size() < most) {
            version = Math.max(version, tick.version());
        }
        return pieces;
    }

    private static String event(Tick tick, Change.Type type, StoredResource resource) {
        return tick.once(List.of("organization", type, resource.key(), resource.version()), () -> {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("type", type.name());
            tree.put("object", Shown.document(resource));
            return new ServerEvent(resource.version(), type.name(), Json.write(tree)).text();
        });
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** A comment line, which may also stand within an event. */
    @Override
    public String keepAlive() {
        return ": still here\n";
    }

    private enum Stage {
        /** Nothing was sent yet, or all of it must be sent again. */
        BEGINNING,
        /** It is not known yet whether the version can be resumed after. */
        RESUMING,
        LISTING,
        CHANGES
    }
}
