package ai.a5c.krate.store.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds which key until when. */
final class Holds {

    private final Map<Name, Hold> holds = new HashMap<>();
    private final Undo undo;

    Holds(Undo undo) {
        this.undo = undo;
    }

    String take(Name name, String holder, Instant now, Instant until) {
        Hold before = holds.get(name);
        if (before != null && before.until().isAfter(now) && !before.holder().equals(holder)) {
            return before.holder();
        }
        holds.put(name, new Hold(holder, until));
        undo.add(() -> restore(name, before));
        return holder;
    }

    Optional<String> holder(Name name, Instant now) {
        return Optional.ofNullable(holds.get(name))
                .filter(hold -> hold.until().isAfter(now))
                .map(Hold::holder);
    }

    private void restore(Name name, @Nullable Hold before) {
        if (before == null) {
            holds.remove(name);
        } else {
            holds.put(name, before);
        }
    }

    record Name(String scope, String key) {}

    private record Hold(String holder, Instant until) {}
}
