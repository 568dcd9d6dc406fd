package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a watcher with a selector has been shown, so that it hears when a resource begins or ceases to match.
 *
 * <p>Where it cannot be known whether the watcher has seen a resource, as for changes from before it came or beyond {@link
 * #MOST} resources, it is told of a deletion rather than left with something that does not match any more.
 */
final class Known {

    static final int MOST = 10_000;

    private final Selection selection;
    private final Set<ResourceKey> keys = new HashSet<>();
    private boolean full;
    private long settled;

    Known(Selection selection) {
        this.selection = selection;
    }

    /** What the watcher asked for. */
    Selection selection() {
        return selection;
    }

    /** Takes for shown what matches now. */
    void look(ResourceStore store, Reach reach) {
        if (selection.changes()) {
            Page page = NamespacePages.list(store, selection, reach, "", MOST);
            page.items().forEach(this::shown);
            full = full || !page.next().isEmpty();
        }
        settle(store.version());
    }

    /** Notes that the watcher was sent {@code resource}. */
    void shown(StoredResource resource) {
        if (selection.changes() && keys.size() < MOST) {
            keys.add(resource.key());
        } else {
            full = true;
        }
    }

    /** From {@code version} on everything was seen as it happened. */
    void settle(long version) {
        settled = version;
    }

    /** What the change is for this watcher; empty if it is nothing. */
    Optional<Change.Type> seen(Change change) {
        StoredResource resource = change.resource();
        boolean matches = selection.matches(resource);
        if (!selection.changes()) {
            return matches ? Optional.of(change.type()) : Optional.empty();
        }
        if (!selection.keeps(resource.key())) {
            return Optional.empty();
        }
        boolean certain = !full && resource.version() > settled;
        return change.type() == Change.Type.DELETED || !matches
                ? left(change, certain, matches)
                : Optional.of(came(change, certain));
    }

    private Change.Type came(Change change, boolean certain) {
        boolean known = keys.contains(change.resource().key());
        shown(change.resource());
        if (!certain) {
            return change.type();
        }
        return known ? Change.Type.MODIFIED : Change.Type.ADDED;
    }

    private Optional<Change.Type> left(Change change, boolean certain, boolean matches) {
        boolean known = keys.remove(change.resource().key());
        boolean before = change.type() == Change.Type.DELETED ? matches : change.type() == Change.Type.MODIFIED;
        boolean perhaps = !certain && before;
        return known || perhaps ? Optional.of(Change.Type.DELETED) : Optional.empty();
    }
}
