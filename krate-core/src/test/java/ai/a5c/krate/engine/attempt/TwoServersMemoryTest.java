package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;

/** Two workers of one process, whose store is in memory. */
class TwoServersMemoryTest extends TwoServersLaws {

    private ResourceStore store = new InMemoryResourceStore();

    @Override
    ResourceStore open() {
        store = new InMemoryResourceStore();
        return store;
    }

    @Override
    ResourceStore again() {
        return store;
    }
}
