package ai.a5c.krate.registry;

import ai.a5c.krate.validate.Faults;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code metadata} may say about finalizers, owners and managers of fields. */
final class OwnershipRules {

    private static final int MAX_ITEMS = 1_000;
    private static final Set<String> STANDARD_FINALIZERS = Set.of("orphan", "foregroundDeletion");
    private static final List<String> OWNER_TEXTS = List.of("apiVersion", "kind", "name", "uid");
    private static final List<String> OWNER_FLAGS = List.of("controller", "blockOwnerDeletion");

    private OwnershipRules() {}

    static void checkFinalizers(@Nullable Object finalizers, Faults faults) {
        List<?> items = items(finalizers, "$.metadata.finalizers", faults);
        for (int i = 0; i < items.size(); i++) {
            boolean known = items.get(i) instanceof String name
                    && (STANDARD_FINALIZERS.contains(name)
                            || (name.indexOf('/') > 0 && MetadataRules.isQualifiedName(name)));
            if (!known) {
                faults.at(
                        "$.metadata.finalizers[%d]".formatted(i),
                        "no finalizer; expected a DNS prefix, '/' and a name, such as example.com/cleanup");
            }
        }
    }

    static void checkOwners(@Nullable Object owners, Faults faults) {
        List<?> items = items(owners, "$.metadata.ownerReferences", faults);
        int controllers = 0;
        for (int i = 0; i < items.size(); i++) {
            String path = "$.metadata.ownerReferences[%d]".formatted(i);
            if (items.get(i) instanceof Map<?, ?> owner) {
                checkOwner(owner, path, faults);
                controllers += Boolean.TRUE.equals(owner.get("controller")) ? 1 : 0;
            } else {
                faults.at(path, "expected an object with apiVersion, kind, name and uid");
            }
        }
        if (controllers > 1) {
            faults.at("$.metadata.ownerReferences", "%d controllers; at most 1 is allowed".formatted(controllers));
        }
    }

    private static void checkOwner(Map<?, ?> owner, String path, Faults faults) {
        owner.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !OWNER_TEXTS.contains(key) && !OWNER_FLAGS.contains(key))
                .forEach(key -> faults.at(
                        path + "." + Quoted.name(key),
                        "unknown field; known are %s, %s"
                                .formatted(String.join(", ", OWNER_TEXTS), String.join(", ", OWNER_FLAGS))));
        for (String name : OWNER_TEXTS) {
            if (!(owner.get(name) instanceof String text) || text.isEmpty() || text.indexOf('\0') >= 0) {
                faults.at(path + "." + name, "required; expected text");
            }
        }
        for (String name : OWNER_FLAGS) {
            Object value = owner.get(name);
            if (value != null && !(value instanceof Boolean)) {
                faults.at(path + "." + name, "expected true or false");
            }
        }
    }

    private static List<?> items(@Nullable Object value, String path, Faults faults) {
        if (value instanceof List<?> list && list.size() <= MAX_ITEMS) {
            return list;
        }
        if (value instanceof List<?> list) {
            faults.at(path, "%d items; at most %d are allowed".formatted(list.size(), MAX_ITEMS));
        } else if (value != null) {
            faults.at(path, "expected a list");
        }
        return List.of();
    }

    /** Whether {@code value} can be kept as managed fields; what cannot is as good as absent, as in Kubernetes. */
    static boolean areManagedFields(Object value) {
        return value instanceof List<?> list && list.stream().allMatch(OwnershipRules::isManagedFields);
    }

    private static boolean isManagedFields(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            return false;
        }
        boolean texts = List.of("manager", "operation", "apiVersion", "fieldsType", "subresource").stream()
                .map(map::get)
                .allMatch(text -> text == null || (text instanceof String written && written.indexOf('\0') < 0));
        Object fields = map.get("fieldsV1");
        return texts && (fields == null || fields instanceof Map) && isTime(map.get("time"));
    }

    private static boolean isTime(@Nullable Object time) {
        try {
            return time == null
                    || (time instanceof String text && !Instant.parse(text).equals(Instant.MIN));
        } catch (DateTimeException e) {
            return false;
        }
    }
}
