package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What belongs to whom in a namespace, read once: whatever names the uid of an owner. */
final class Owned {

    /** The indexed field that only resources with owners have. */
    static final String FIELD = "metadata.owned";

    private final Map<String, List<Resource>> byOwner = new HashMap<>();

    private Owned() {}

    /** Everything in {@code namespace} that has an owner. */
    static Owned in(Records records, String namespace) {
        Owned owned = new Owned();
        for (Kind kind : KindRegistry.all()) {
            if (kind.info().writer() == Writer.PEOPLE) {
                Query query = Query.of(kind.name(), namespace).whereField(FIELD, "true");
                records.list(kind.type(), query).forEach(owned::add);
            }
        }
        return owned;
    }

    private void add(Resource resource) {
        resource.metadata().ownerReferences().stream()
                .map(OwnerReference::uid)
                .distinct()
                .forEach(uid ->
                        byOwner.computeIfAbsent(uid, owner -> new ArrayList<>()).add(resource));
    }

    /** What {@code uid} owns. */
    List<Resource> by(String uid) {
        return List.copyOf(byOwner.getOrDefault(uid, List.of()));
    }

    /** How {@code resource} says that {@code uid} owns it. */
    static Optional<OwnerReference> reference(Resource resource, String uid) {
        return resource.metadata().ownerReferences().stream()
                .filter(owner -> owner.uid().equals(uid))
                .findFirst();
    }

    /** Whether {@code resource} has an owner besides {@code uid} that is there to stay. */
    static boolean hasOther(Records records, Resource resource, String uid) {
        return resource.metadata().ownerReferences().stream()
                .filter(owner -> !owner.uid().equals(uid))
                .anyMatch(owner -> KindRegistry.named(owner.kind())
                        .flatMap(kind -> records.get(
                                        kind.type(), resource.metadata().namespace(), owner.name())
                                .map(Resource.class::cast))
                        .filter(found -> found.metadata().uid().equals(owner.uid()))
                        .filter(found -> found.metadata().deletionTimestamp() == null)
                        .isPresent());
    }

    /** The same resource without that owner. */
    static Resource without(Resource resource, String uid) {
        return resource.withMetadata(resource.metadata()
                .ownedBy(resource.metadata().ownerReferences().stream()
                        .filter(owner -> !owner.uid().equals(uid))
                        .toList()));
    }

    static List<ResourceKey> keys(List<Resource> resources) {
        return resources.stream().map(Resource::key).toList();
    }
}
