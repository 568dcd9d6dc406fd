package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.Keys;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerRef;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.Requirement;
import ai.a5c.krate.review.RoleFact.Answer;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one capability needs in the stacks that use it, and what of that is missing. */
final class CapabilityNeed {

    private static final int NAMED = 50;

    private final OwnerRef owner;
    private final String word;
    private final SortedSet<String> roles = new TreeSet<>();
    private final SortedSet<Keys> secrets = new TreeSet<>(Comparator.comparing(Keys::toString));
    private final SortedSet<Keys> configs = new TreeSet<>(Comparator.comparing(Keys::toString));
    private final SortedSet<String> capabilities = new TreeSet<>();
    private final SortedSet<String> stacks = new TreeSet<>();
    private final SortedSet<String> lackingRoles = new TreeSet<>();
    private final SortedSet<String> lackingSecrets = new TreeSet<>();
    private final SortedSet<String> lackingConfigs = new TreeSet<>();
    private boolean optional = true;
    private String organization = "";

    CapabilityNeed(Requirement first) {
        this.owner = new OwnerRef(first.kind(), first.name());
        this.word = first.owner();
    }

    OwnerRef owner() {
        return owner;
    }

    /** Takes in what {@code stack} needs the capability for, and what its review says of that. */
    void add(AgentStack stack, Requirement requirement, PermissionReview review) {
        String name = stack.metadata().name();
        organization = stack.spec().organizationRef();
        stacks.add(name);
        roles.addAll(requirement.roles());
        secrets.addAll(requirement.secrets());
        configs.addAll(requirement.configs());
        capabilities.addAll(requirement.capabilities());
        optional &= requirement.optional();
        review.requiredRoles().stream()
                .filter(role -> role.owners().contains(word) && role.answer() != Answer.ALLOWED)
                .forEach(role -> lackingRoles.add("role %s in stack %s".formatted(role.role(), name)));
        review.requiredSecrets().stream()
                .filter(secret -> secret.owner().equals(word) && secret.decision() == Decision.DENIED)
                .forEach(secret -> lackingSecrets.add(
                        "secret %s: %s in stack %s".formatted(secret.name(), String.join(", ", secret.keys()), name)));
        review.requiredConfigs().stream()
                .filter(config -> config.owner().equals(word) && config.decision() == Decision.DENIED)
                .forEach(config -> lackingConfigs.add("config map %s: %s in stack %s"
                        .formatted(config.name(), String.join(", ", config.keys()), name)));
    }

    /** The record, its status not observed yet. */
    AgentCapabilityRequirement record(String namespace, List<OwnerReference> owners) {
        Map<String, String> labels = new LinkedHashMap<>(Labels.of("org", organization));
        labels.put(AgentCapabilityRequirement.DERIVED, "true");
        String readable = "derived-" + word.replace('/', '-').toLowerCase(Locale.ROOT);
        String name = readable.matches("[a-z0-9.-]{1,200}") ? readable : Names.seeded("derived", word);
        return new AgentCapabilityRequirement(
                Metadata.named(namespace, name, labels).ownedBy(owners),
                new AgentCapabilityRequirement.Spec(
                        organization,
                        owner,
                        List.copyOf(roles),
                        List.copyOf(secrets),
                        List.copyOf(configs),
                        List.copyOf(capabilities),
                        optional,
                        "used by " + cut(stacks)),
                new AgentCapabilityRequirement.Status(0, false, List.of(), List.of()));
    }

    /** {@code record} with its status. */
    AgentCapabilityRequirement observed(AgentCapabilityRequirement record, Instant now) {
        return record.with(status(1, List.of(), now));
    }

    /** {@code record} as it should be, if it is not. */
    Optional<AgentCapabilityRequirement> changed(
            AgentCapabilityRequirement record, AgentCapabilityRequirement wanted, Instant now) {
        long generation = record.metadata().generation() + (record.spec().equals(wanted.spec()) ? 0 : 1);
        AgentCapabilityRequirement next = new AgentCapabilityRequirement(
                record.metadata().ownedBy(wanted.metadata().ownerReferences()),
                wanted.spec(),
                status(generation, record.status().conditions(), now));
        return next.equals(record) ? Optional.empty() : Optional.of(next);
    }

    private AgentCapabilityRequirement.Status status(long generation, List<Condition> before, Instant now) {
        List<String> missing = Stream.of(lackingRoles, lackingSecrets, lackingConfigs)
                .flatMap(Collection::stream)
                .limit(NAMED)
                .toList();
        List<Condition> conditions = before;
        for (Condition each : List.of(
                condition("RolesAdmitted", "RoleDenied", lackingRoles, generation, now),
                condition("SecretsAdmitted", "MissingSecretGrant", lackingSecrets, generation, now),
                condition("ConfigAdmitted", "MissingConfigGrant", lackingConfigs, generation, now),
                condition("Ready", "NotGranted", missing, generation, now))) {
            conditions = Condition.with(conditions, each);
        }
        return new AgentCapabilityRequirement.Status(generation, missing.isEmpty(), missing, conditions);
    }

    private static Condition condition(
            String type, String reason, Collection<String> lacking, long generation, Instant now) {
        return lacking.isEmpty()
                ? new Condition(type, "True", "Admitted", "", generation, now)
                : new Condition(type, "False", reason, "missing: " + cut(lacking), generation, now);
    }

    private static String cut(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(10).toList());
        return names.size() <= 10 ? first : "%s, ... (%d in all)".formatted(first, names.size());
    }
}
