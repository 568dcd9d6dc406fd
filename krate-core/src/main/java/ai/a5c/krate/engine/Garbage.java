package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Terminating;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes what belonged to a resource that is gone or waits to go, some at a time.
 *
 * <p>A message names the owner: by its name while it waits, by its uid when it is gone. Each transaction leaves either
 * nothing to do or another message, so that a cascade that has begun ends, whoever dies.
 */
public final class Garbage {

    private static final int BATCH = 100;
    private static final Duration IN_USE = Duration.ofMinutes(1);
    private static final String BY_UID = "uid=";

    private final Desk desk;

    public Garbage(Desk desk) {
        this.desk = desk;
    }

    /** Takes one step of the cascade that {@code message} is about. */
    public void process(Message message) {
        desk.write(records -> {
            boolean ours = records.transaction().done(message);
            if (ours) {
                step(records, message.key());
            }
            return ours;
        });
    }

    /** Has somebody look at the owner that {@code key} names. */
    static void look(Records records, String key) {
        records.transaction().send(Topics.GARBAGE, key, records.now());
    }

    /** The key of messages about an owner that is no longer there. */
    static String gone(Resource owner) {
        return "%s/%s/%s%s"
                .formatted(
                        owner.key().kind(),
                        owner.key().namespace(),
                        BY_UID,
                        owner.metadata().uid());
    }

    /** Removes some of what belonged to the owner that {@code message} names, and the owner if it waited for the last. */
    static void step(Records records, String message) {
        ResourceKey key = Topics.resource(message);
        if (key.name().startsWith(BY_UID)) {
            new Cascade(records, message, key, key.name().substring(BY_UID.length()), false).step();
            return;
        }
        stored(records, key)
                .map(Resource::metadata)
                .filter(Garbage::waits)
                .ifPresent(owner -> new Cascade(
                                records,
                                message,
                                key,
                                owner.uid(),
                                owner.finalizers().contains(Terminating.ORPHAN))
                        .step());
    }

    private static boolean waits(Metadata owner) {
        return owner.deletionTimestamp() != null
                && (owner.finalizers().contains(Terminating.FOREGROUND)
                        || owner.finalizers().contains(Terminating.ORPHAN));
    }

    private static Optional<Resource> stored(Records records, ResourceKey key) {
        return KindRegistry.named(key.kind())
                .flatMap(kind ->
                        records.get(kind.type(), key.namespace(), key.name()).map(Resource.class::cast));
    }

    /** One step of a cascade below an owner. */
    private record Cascade(Records records, String message, ResourceKey owner, String uid, boolean orphans) {

        void step() {
            Owned all = Owned.in(records, owner.namespace());
            List<Resource> owned = all.by(uid);
            List<Resource> loose =
                    owned.stream().filter(this::staysWithoutOwner).toList();
            List<Resource> going = owned.stream()
                    .filter(each -> !loose.contains(each) && each.metadata().deletionTimestamp() == null)
                    .toList();
            loose.stream().limit(BATCH).forEach(this::loosen);
            boolean inUse = remove(all, going);
            if (Math.max(loose.size(), going.size()) > BATCH) {
                look(records, message);
            } else {
                if (inUse) {
                    records.transaction()
                            .send(Topics.GARBAGE, message, records.now().plus(IN_USE));
                }
                release();
            }
        }

        private boolean staysWithoutOwner(Resource resource) {
            return orphans || Owned.hasOther(records, resource, uid);
        }

        private void loosen(Resource resource) {
            stored(records, resource.key()).ifPresent(now -> records.update(Owned.without(now, uid)));
        }

        /** Removes what nobody under way needs; returns whether something was left because of that. */
        private boolean remove(Owned all, List<Resource> going) {
            Set<String> kinds = going.stream().map(each -> each.key().kind()).collect(Collectors.toSet());
            Referrers referrers = Referrers.of(records, kinds, owner.namespace());
            Removal removal = new Removal(records, all, Caller.SYSTEM.name(), Map.of("owner", owner.toString()));
            Set<ResourceKey> keys = Set.copyOf(Owned.keys(going));
            boolean inUse = false;
            for (Resource each : going.stream().limit(BATCH).toList()) {
                List<Resource> users = referrers.of(each.key(), keys);
                if (Referrers.underWay(users).isEmpty()) {
                    stored(records, each.key()).ifPresent(now -> removal.of(now, List.of(), users));
                } else {
                    inUse = true;
                }
            }
            return inUse;
        }

        /** Lets the owner go, if it is there and waits for nothing of its own any more. */
        private void release() {
            Owned left = Owned.in(records, owner.namespace());
            boolean held = left.by(uid).stream().anyMatch(this::holds);
            stored(records, owner)
                    .filter(found -> !held && found.metadata().uid().equals(uid))
                    .ifPresent(found -> {
                        List<String> rest = found.metadata().finalizers().stream()
                                .filter(name ->
                                        !name.equals(Terminating.FOREGROUND) && !name.equals(Terminating.ORPHAN))
                                .toList();
                        Resource released = found.withMetadata(found.metadata().finalizedBy(rest));
                        if (rest.isEmpty()) {
                            new Removal(records, left, Caller.SYSTEM.name(), Map.of()).finished(released, List.of());
                        } else {
                            records.update(released);
                        }
                    });
        }

        /** Resources that only wait for what they own themselves hold nobody, or a circle of owners would wait for ever. */
        private boolean holds(Resource resource) {
            return Owned.reference(resource, uid).stream().anyMatch(OwnerReference::blockOwnerDeletion)
                    && !resource.metadata().finalizers().equals(List.of(Terminating.FOREGROUND));
        }
    }
}
