package ai.a5c.krate.review;

import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Grant.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Grants, read once and found by what they are about; never changed. */
final class Grants {

    static final Grants NONE = new Grants(Map.of(), Map.of());

    private final Map<ResourceKey, Grant> byName;
    private final Map<Target, List<Grant>> byTarget;

    private Grants(Map<ResourceKey, Grant> byName, Map<Target, List<Grant>> byTarget) {
        this.byName = byName;
        this.byTarget = byTarget;
    }

    /** The same with the grants among {@code written}, and without {@code removed}. */
    Grants changed(Collection<? extends Resource> written, Collection<ResourceKey> removed) {
        Map<ResourceKey, Grant> all = new HashMap<>(byName);
        Set<Target> touched = new HashSet<>();
        removed.forEach(key -> touch(touched, Optional.ofNullable(all.remove(key))));
        for (Resource resource : written) {
            Optional<Grant> grant = Grant.of(resource);
            touch(touched, grant);
            grant.ifPresent(one -> touch(touched, Optional.ofNullable(all.put(resource.key(), one))));
        }
        return touched.isEmpty() ? this : new Grants(all, index(all, touched));
    }

    private static void touch(Set<Target> touched, Optional<Grant> grant) {
        grant.map(Grant::target).ifPresent(touched::add);
    }

    private Map<Target, List<Grant>> index(Map<ResourceKey, Grant> all, Set<Target> touched) {
        Map<Target, List<Grant>> index = new HashMap<>(byTarget);
        touched.forEach(target -> index.put(target, new ArrayList<>()));
        for (Grant grant : all.values()) {
            if (touched.contains(grant.target())) {
                index.getOrDefault(grant.target(), new ArrayList<>()).add(grant);
            }
        }
        for (Target target : touched) {
            List<Grant> about = index.getOrDefault(target, List.of());
            if (about.isEmpty()) {
                index.remove(target);
            } else {
                about.sort(null);
            }
        }
        return index;
    }

    /** The grants about {@code target}, the most specific first. */
    List<Grant> about(Target target) {
        return byTarget.getOrDefault(target, List.of());
    }
}
