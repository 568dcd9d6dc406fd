package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.http.LiveSource;
import ai.a5c.krate.server.http.Permission;
import ai.a5c.krate.server.http.Piece;
import ai.a5c.krate.server.http.ServerEvent;
import ai.a5c.krate.server.http.Tick;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionGoneException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code SYNC} event with everything there is, then {@code ADDED}, {@code MODIFIED} and {@code DELETED}; the id of
 * each is the version to resume after.
 *
 * <p>The one event is written piece by piece, so that a long list is never held. A watcher whose version has been
 * compacted away, or is from another store, gets a new {@code SYNC}.
 */
final class OrganizationEvents implements LiveSource {

    private static final int MOST_AT_ONCE = 100;
    private static final Piece KEEP_ALIVE = Piece.of(": still here\n");

    private final Known known;
    private final Reach reach;
    private final Permission permission;
    private long version;
    private Stage stage;
    private String cursor = "";
    private boolean ended;

    /** Changes after {@code version}, or from the beginning if that is 0. */
    OrganizationEvents(Known known, Reach reach, long version, Permission permission) {
        this.known = known;
        this.reach = reach;
        this.version = version;
        this.permission = permission;
        this.stage = version == 0 ? Stage.BEGINNING : Stage.RESUMING;
    }

    @Override
    public List<Piece> next(Tick tick, int room) {
        if (!permission.holds(tick)) {
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

    private List<Piece> everything(Tick tick, int most) {
        List<Piece> pieces = new ArrayList<>();
        boolean first = stage == Stage.BEGINNING;
        if (first) {
            version = tick.version();
            cursor = "";
            stage = Stage.LISTING;
            pieces.add(Piece.of("event: SYNC\ndata: {\"resourceVersion\":\"%d\",\"items\":[\n".formatted(version)));
        }
        Page page = NamespacePages.shared(tick, known.selection(), reach, cursor, most);
        for (StoredResource found : page.items()) {
            known.shown(found);
            pieces.add(item(tick, found, first));
            first = false;
        }
        cursor = page.next();
        if (cursor.isEmpty()) {
            known.settle(tick.store().version());
            stage = Stage.CHANGES;
            pieces.add(Piece.of("data: ]}\nid: %d\n\n".formatted(version)));
        }
        return pieces;
    }

    private List<Piece> changes(Tick tick, int most) {
        if (tick.version() <= version) {
            return List.of();
        }
        ChangeQuery query = new ChangeQuery(
                Optional.of(known.selection().kind().name()),
                Optional.of(reach.some().first()),
                List.of());
        List<Piece> pieces = new ArrayList<>();
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

    private static Piece item(Tick tick, StoredResource resource, boolean first) {
        return tick.rendered(
                        List.of("item", resource, first),
                        () -> List.of("data: " + (first ? "" : ",") + Json.write(Shown.document(resource)) + "\n"))
                .get(0);
    }

    private static Piece event(Tick tick, Change.Type type, StoredResource resource) {
        return tick.rendered(List.of("organization", type, resource), () -> {
                    Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("type", type.name());
                    tree.put("object", Shown.document(resource));
                    return List.of(new ServerEvent(resource.version(), type.name(), Json.write(tree)).text());
                })
                .get(0);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** A comment line, which may also stand within an event. */
    @Override
    public Piece keepAlive() {
        return KEEP_ALIVE;
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
