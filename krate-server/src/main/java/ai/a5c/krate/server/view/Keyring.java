package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.SecretInventory;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.server.view.Needs.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A secret or ConfigMap as everybody of the organization may know it: names, never a value.
 *
 * @param exists whether it is there, or only named by others
 * @param version changes with every value, and is empty where none is known
 */
public record Keyring(
        String name,
        boolean exists,
        List<String> keys,
        String version,
        List<GrantRow> grants,
        List<Consumer> consumers) {

    public Keyring {
        keys = keys.stream().sorted().toList();
        grants = List.copyOf(grants);
        consumers = List.copyOf(consumers);
    }

    /** The secrets that are there or that somebody names, by name. */
    public static List<Keyring> secrets(ResourceDesk desk, SecretInventory inventory, String namespace) {
        Map<String, List<GrantRow>> grants = new TreeMap<>();
        for (AgentSecretGrant grant : desk.all(AgentSecretGrant.class, namespace)) {
            grants.computeIfAbsent(grant.spec().secretRef().name(), name -> new ArrayList<>())
                    .add(GrantRow.of(grant));
        }
        Map<String, Known> known = new TreeMap<>();
        inventory
                .list(namespace)
                .forEach(secret -> known.put(secret.name(), new Known(secret.keys(), secret.version())));
        return rings(known, grants, Needs.of(desk, namespace).secrets());
    }

    /** The ConfigMaps that somebody names, by name. */
    public static List<Keyring> configs(ResourceDesk desk, SecretInventory inventory, String namespace) {
        Map<String, List<GrantRow>> grants = new TreeMap<>();
        for (AgentConfigGrant grant : desk.all(AgentConfigGrant.class, namespace)) {
            grants.computeIfAbsent(grant.spec().configMapRef().name(), name -> new ArrayList<>())
                    .add(GrantRow.of(grant));
        }
        List<Need> needs = Needs.of(desk, namespace).configs();
        Map<String, Known> known = new TreeMap<>();
        Stream.concat(grants.keySet().stream(), needs.stream().map(Need::name))
                .distinct()
                .flatMap(name -> inventory.config(namespace, name).stream())
                .forEach(config -> known.put(config.name(), new Known(config.keys(), config.version())));
        return rings(known, grants, needs);
    }

    private static List<Keyring> rings(Map<String, Known> known, Map<String, List<GrantRow>> grants, List<Need> needs) {
        Map<String, List<Consumer>> consumers = new TreeMap<>();
        needs.forEach(need -> consumers
                .computeIfAbsent(need.name(), name -> new ArrayList<>())
                .add(need.consumer()));
        TreeSet<String> names = new TreeSet<>(known.keySet());
        names.addAll(grants.keySet());
        names.addAll(consumers.keySet());
        List<Keyring> rings = new ArrayList<>();
        for (String name : names) {
            Known metadata = known.get(name);
            rings.add(new Keyring(
                    name,
                    metadata != null,
                    metadata == null ? List.of() : List.copyOf(metadata.keys()),
                    metadata == null ? "" : metadata.version(),
                    grants.getOrDefault(name, List.of()),
                    consumers.getOrDefault(name, List.of())));
        }
        return rings;
    }

    private record Known(Set<String> keys, String version) {}
}
