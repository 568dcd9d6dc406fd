package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.ResourceKey;

/** A write that was admitted. */
record Ask(Verb verb, Kind kind, Address address, Reach reach) {

    boolean status() {
        return address.subresource().equals("status");
    }

    ResourceKey key() {
        return Names.key(kind, address);
    }
}
