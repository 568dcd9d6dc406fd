package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the changes of what reviews are made from, and of rules, a stream a namespace.
 *
 * <p>The number of the last change is the version of the namespace's policy: it is written in the transaction of the
 * change, so that whoever reads it in a later transaction cannot miss a revocation, whichever server made it.
 */
final class PolicyLog {

    private static final Set<String> KINDS = Stream.concat(
                    Policy.KINDS.stream(), Stream.of(Role.class, AgentTriggerRule.class))
            .map(kind -> KindRegistry.of(kind).name())
            .collect(Collectors.toUnmodifiableSet());

    private PolicyLog() {}

    static String stream(String namespace) {
        return "policy/" + namespace;
    }

    /** Counts a change of {@code key}, if it matters. */
    static void note(Transaction transaction, ResourceKey key, Instant now) {
        if (!KINDS.contains(key.kind())) {
            return;
        }
        String stream = stream(key.namespace());
        boolean counted = false;
        while (!counted) {
            long next = transaction.lastSequence(stream) + 1;
            counted = transaction.append(stream, new StreamEvent(next, now, key.kind(), key.name()));
        }
    }

    /** The version of the namespace's policy, as the transaction sees it. */
    static long version(Transaction transaction, String namespace) {
        return transaction.lastSequence(stream(namespace));
    }

    /** What an entry speaks of. */
    static ResourceKey key(String namespace, StreamEvent entry) {
        return new ResourceKey(entry.type(), namespace, entry.document());
    }
}
