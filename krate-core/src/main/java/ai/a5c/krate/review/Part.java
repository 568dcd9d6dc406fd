package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.Handover;
import ai.a5c.krate.kind.agents.NeededKeys;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.Keys;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One capability of a stack, with what it needs by itself and what requirements say that it needs. */
final class Part {

    private final Owner owner;
    private final String subagent;
    private final Optional<String> account;
    private final List<Path> ways = new ArrayList<>();
    private final List<Keyed> keys = new ArrayList<>();
    private final SortedMap<String, String> roles = new TreeMap<>();
    private final SortedMap<String, String> abilities = new TreeMap<>();

    /**
     * A capability without needs.
     *
     * @param subagent the subagent that uses it, or empty
     * @param account the service account that it is used under, if that is there
     */
    Part(Owner owner, String subagent, Optional<String> account) {
        this.owner = owner;
        this.subagent = subagent;
        this.account = account;
    }

    Owner owner() {
        return owner;
    }

    String subagent() {
        return subagent;
    }

    Optional<String> account() {
        return account;
    }

    /** In one word, behind the subagent that uses it. */
    String word() {
        return subagent.isEmpty() || owner.kind() == OwnerKind.SUBAGENT
                ? owner.word()
                : "subagent/%s/%s".formatted(subagent, owner.word());
    }

    List<Path> ways() {
        return ways;
    }

    List<Keyed> keys() {
        return Collections.unmodifiableList(keys);
    }

    SortedMap<String, String> roles() {
        return Collections.unmodifiableSortedMap(roles);
    }

    SortedMap<String, String> abilities() {
        return Collections.unmodifiableSortedMap(abilities);
    }

    void reachedBy(Path path) {
        ways.add(path);
    }

    void needs(AgentToolProfile profile) {
        profile.spec().requiredRoles().forEach(role -> role(role, "AgentToolProfile.spec.requiredRoles[%s]"));
        keys(Material.SECRET, profile.spec().requiredSecretRefs(), "AgentToolProfile.spec.requiredSecretRefs");
        keys(Material.CONFIG, profile.spec().requiredConfigRefs(), "AgentToolProfile.spec.requiredConfigRefs");
    }

    void needs(AgentMcpServer server) {
        handovers(server.spec().env(), "AgentMcpServer.spec.env");
        handovers(server.spec().headers(), "AgentMcpServer.spec.headers");
        keys(Material.SECRET, server.spec().secretRefs(), "AgentMcpServer.spec.secretRefs");
        keys(Material.CONFIG, server.spec().configMapRefs(), "AgentMcpServer.spec.configMapRefs");
    }

    void needs(AgentSkill skill) {
        keys(Material.SECRET, skill.spec().requiredSecretRefs(), "AgentSkill.spec.requiredSecretRefs");
        keys(Material.CONFIG, skill.spec().requiredConfigRefs(), "AgentSkill.spec.requiredConfigRefs");
    }

    void needs(AgentCapabilityRequirement requirement) {
        String at = "AgentCapabilityRequirement.spec.";
        requirement.spec().requiredRoles().forEach(role -> role(role, at + "requiredRoles[%s]"));
        requirement
                .spec()
                .requiredCapabilities()
                .forEach(name -> abilities.putIfAbsent(name, at + "requiredCapabilities[%s]".formatted(name)));
        requirement.spec().requiredSecretRefs().forEach(refs -> keys(Material.SECRET, refs, at + "requiredSecretRefs"));
        requirement.spec().requiredConfigRefs().forEach(refs -> keys(Material.CONFIG, refs, at + "requiredConfigRefs"));
    }

    private void role(String role, String field) {
        roles.putIfAbsent(role, field.formatted(role));
    }

    private void handovers(List<Handover> handovers, String field) {
        for (Handover handover : handovers) {
            String at = "%s[%s]".formatted(field, handover.name());
            if (!handover.secretRef().isEmpty()) {
                key(
                        Material.SECRET,
                        handover.secretRef().name(),
                        handover.secretRef().key(),
                        at + ".secretRef");
            }
            if (!handover.configMapRef().name().isEmpty()) {
                key(
                        Material.CONFIG,
                        handover.configMapRef().name(),
                        handover.configMapRef().key(),
                        at + ".configMapRef");
            }
        }
    }

    private void keys(Material material, List<NeededKeys> needed, String field) {
        for (NeededKeys refs : needed) {
            refs.keys().forEach(key -> key(material, refs.name(), key, at(field, refs.name(), key)));
        }
    }

    private void keys(Material material, Keys refs, String field) {
        Enum<?> purpose = material.purpose(refs.purpose(), owner.kind());
        for (String key : refs.keys()) {
            keys.add(new Keyed(material, refs.name(), key, purpose, at(field, refs.name(), key)));
        }
    }

    private void key(Material material, String name, String key, String field) {
        keys.add(new Keyed(material, name, key, material.usual(owner.kind()), field));
    }

    /** Needs {@code key} of a secret for {@code purpose}. */
    void secret(String name, String key, Enum<?> purpose, String field) {
        keys.add(new Keyed(Material.SECRET, name, key, purpose, field));
    }

    static String at(String field, String name, String key) {
        return "%s[%s].keys[%s]".formatted(field, name, key);
    }

    /** One key that is needed, and where that is written down. */
    record Keyed(Material material, String name, String key, Enum<?> purpose, String field) {}
}
