package ai.a5c.krate.store;

import java.util.List;
import java.util.Optional;

/**
 * Which changes a watcher wants to see.
 *
 * @param kind only this kind, or all when empty
 * @param namespace only this namespace, or all when empty
 * @param labels all of these must hold for the resource after the change
 */
public record ChangeQuery(Optional<String> kind, Optional<String> namespace, List<Selector> labels) {

    /** Every change. */
    public static final ChangeQuery ALL = new ChangeQuery(Optional.empty(), Optional.empty(), List.of());

    public ChangeQuery {
        labels = List.copyOf(labels);
        kind.ifPresent(text -> StoreInput.text("the kind to watch", text));
        namespace.ifPresent(text -> StoreInput.text("the namespace to watch", text));
    }
}
