package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Resources of one organization that somebody thinks of changing or removing.
 *
 * @param events how many stored events they are tried on
 */
public record Proposal(List<Resource> changed, List<ResourceKey> removed, int events) {

    /** How many stored events are looked at unless somebody asks for another number. */
    public static final int DEFAULT_EVENTS = 200;

    /** The most that can be asked for. */
    public static final int MOST_EVENTS = 2_000;

    private static final int MOST_DOCUMENTS = 100;
    private static final List<String> MEMBERS = List.of("documents", "removed", "events");

    public Proposal {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * The proposal {@code {documents: [...], removed: [{kind, name}], events: n}}.
     *
     * @param namespace the organization's own; everything is in there
     * @throws InvalidDocumentException with every fault and its path
     */
    public static Proposal read(Map<String, Object> tree, String namespace) {
        Faults faults = new Faults();
        tree.keySet().stream()
                .filter(name -> !MEMBERS.contains(name))
                .forEach(name -> faults.at(
                        "$", "unknown field; known are %s%s".formatted(MEMBERS, NearestName.hint(name, MEMBERS))));
        List<Resource> changed = new ArrayList<>();
        List<?> documents = list(tree, "documents", faults);
        for (int i = 0; i < documents.size(); i++) {
            changed(documents.get(i), "$.documents[%d]".formatted(i), namespace, changed, faults);
        }
        List<ResourceKey> removed = new ArrayList<>();
        List<?> gone = list(tree, "removed", faults);
        for (int i = 0; i < gone.size(); i++) {
            removed(gone.get(i), "$.removed[%d]".formatted(i), namespace, removed, faults);
        }
        int events = events(tree.getOrDefault("events", DEFAULT_EVENTS), faults);
        if (documents.isEmpty() && gone.isEmpty()) {
            faults.at("$.documents", "required; name what would change, or what would be removed");
        }
        faults.throwIfAny();
        return new Proposal(changed, removed, events);
    }

    private static List<?> list(Map<String, Object> tree, String member, Faults faults) {
        Object value = tree.getOrDefault(member, List.of());
        if (!(value instanceof List<?> items) || items.size() > MOST_DOCUMENTS) {
            faults.at("$." + member, "expected a list of at most %d".formatted(MOST_DOCUMENTS));
            return List.of();
        }
        return items;
    }

    private static void changed(Object item, String path, String namespace, List<Resource> changed, Faults faults) {
        try {
            Resource resource = ResourceCodec.parse(Trees.object(item), namespace);
            Kind kind = KindRegistry.of(resource.getClass());
            if (!isPolicy(kind)) {
                faults.at(
                        path + ".kind",
                        "what would %s change? name a rule, a grant, a stack or the like".formatted(kind.name()));
            } else if (!resource.metadata().namespace().equals(namespace)) {
                faults.at(path + ".metadata.namespace", "expected '%s', the organization's own".formatted(namespace));
            } else {
                changed.add(resource);
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> faults.at(path + fault.path().substring(1), fault.message()));
        }
    }

    private static void removed(Object item, String path, String namespace, List<ResourceKey> removed, Faults faults) {
        String kind = item instanceof Map<?, ?> map ? String.valueOf(map.get("kind")) : "";
        String name = item instanceof Map<?, ?> map && map.get("name") instanceof String text ? text : "";
        if (KindRegistry.named(kind).filter(Proposal::isPolicy).isEmpty() || name.isEmpty()) {
            faults.at(path, "expected kind and name of a rule, a grant, a stack or the like");
        } else {
            removed.add(new ResourceKey(kind, namespace, name));
        }
    }

    private static boolean isPolicy(Kind kind) {
        return kind.info().storage() == Storage.CONFIG && !kind.info().installation();
    }

    private static int events(Object value, Faults faults) {
        if (value instanceof Integer number && number >= 1 && number <= MOST_EVENTS) {
            return number;
        }
        faults.at("$.events", "expected a whole number from 1 to %d".formatted(MOST_EVENTS));
        return DEFAULT_EVENTS;
    }
}
