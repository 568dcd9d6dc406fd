package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One write that observation led to.
 *
 * @param seen the version that was observed; empty if nothing was there
 */
record Edit(ResourceKey key, String seen, Consumer<Records> write) {

    static Edit creation(Resource next) {
        return new Edit(next.key(), "", records -> records.create(next));
    }

    static Edit of(Resource seen, Consumer<Records> write) {
        return new Edit(seen.key(), seen.metadata().resourceVersion(), write);
    }

    /** Writes if nobody has written since it was observed; returns false if somebody has, so that it is to be seen anew. */
    boolean apply(Records records) {
        Optional<StoredResource> stored = records.transaction().get(key);
        if (!stored.map(found -> Long.toString(found.version())).orElse("").equals(seen)) {
            return stored.isEmpty();
        }
        write.accept(records);
        return true;
    }
}
