package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Reference;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who refers to resources of a namespace, read once for as many of them as are asked about.
 *
 * <p>Of execution kinds only what is under way counts: what has ended needs nothing any more. References from other
 * organizations do not count either; they find nothing from then on.
 */
final class Referrers {

    /** Phases in which a run, an attempt or what belongs to them still needs what it refers to. */
    static final String[] UNDER_WAY = {
        "pending",
        "queued",
        "running",
        "blocked",
        "created",
        "assigned",
        "launching",
        "waiting-for-input",
        "waiting-for-approval",
        "requested",
        "approved",
        "writing",
        "received",
        "provisioned"
    };

    private final Map<Target, List<Resource>> referrers = new LinkedHashMap<>();

    private Referrers() {}

    /** Everything that refers to any resource of {@code kinds} in {@code namespace}. */
    static Referrers of(Records records, Set<String> kinds, String namespace) {
        Referrers found = new Referrers();
        for (Kind kind : KindRegistry.all()) {
            List<Reference> paths = kind.references().stream()
                    .filter(reference -> kinds.contains(reference.kind()))
                    .toList();
            if (!paths.isEmpty()) {
                needing(records, kind, namespace).forEach(resource -> found.add(resource, paths));
            }
        }
        return found;
    }

    private static List<? extends Resource> needing(Records records, Kind kind, String namespace) {
        boolean everywhere = kind.info().installation() || namespace.equals(ResourceDesk.INSTALLATION);
        Query query = everywhere ? Query.all(kind.name()) : Query.of(kind.name(), namespace);
        if (kind.info().storage() == Storage.CONFIG) {
            return records.list(kind.type(), query);
        }
        return kind.indexed().contains("status.phase")
                ? records.list(kind.type(), query.whereField("status.phase", UNDER_WAY))
                : List.of();
    }

    private void add(Resource resource, List<Reference> paths) {
        Map<String, Object> document = ResourceCodec.write(resource);
        for (Reference path : paths) {
            for (Fields.Place place : Fields.places(document, path.path())) {
                List<Resource> known =
                        referrers.computeIfAbsent(new Target(path.kind(), place.value()), target -> new ArrayList<>());
                if (known.stream().noneMatch(other -> other.key().equals(resource.key()))) {
                    known.add(resource);
                }
            }
        }
    }

    /** Who refers to {@code key}, but for itself and {@code others}. */
    List<Resource> of(ResourceKey key, Collection<ResourceKey> others) {
        return referrers.getOrDefault(new Target(key.kind(), key.name()), List.of()).stream()
                .filter(resource -> !resource.key().equals(key) && !others.contains(resource.key()))
                .toList();
    }

    /** Those of {@code resources} that are under way: what they need is not taken from them. */
    static List<Resource> underWay(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> KindRegistry.of(resource.getClass()).info().storage() == Storage.EXECUTION)
                .toList();
    }

    /** The first names and how many there are in all. */
    static String names(Collection<ResourceKey> keys) {
        String first = keys.stream().limit(20).map(ResourceKey::toString).collect(Collectors.joining(", "));
        return keys.size() <= 20 ? first : "%s, ... (%d in all)".formatted(first, keys.size());
    }

    private record Target(String kind, String name) {}
}
