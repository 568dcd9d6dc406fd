package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Expansion.Identity;
import ai.a5c.krate.review.Expansion.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What an expansion has come across so far. */
final class Found {

    private final Policy policy;
    private final String organization;
    private final AgentStack stack;
    private final Map<Owner, List<AgentCapabilityRequirement>> requirements = new HashMap<>();
    private final Map<String, Part> parts = new TreeMap<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final Map<String, Resource> used = new TreeMap<>();
    private boolean trustedWorkspaceOnly;

    Found(Policy policy, String organization, AgentStack stack) {
        this.policy = policy;
        this.organization = organization;
        this.stack = stack;
        used(stack);
        for (AgentCapabilityRequirement requirement : policy.all(AgentCapabilityRequirement.class)) {
            boolean present = requirement.metadata().deletionTimestamp() == null
                    && Policy.belongs(requirement.spec().organizationRef(), organization);
            if (present) {
                Owner owner = new Owner(
                        requirement.spec().ownerRef().kind(),
                        requirement.spec().ownerRef().name());
                requirements.computeIfAbsent(owner, any -> new ArrayList<>()).add(requirement);
            }
        }
    }

    Policy policy() {
        return policy;
    }

    String organization() {
        return organization;
    }

    /** The resource of that name, if it is there and of this organization. */
    <R extends Resource> Optional<R> get(Class<R> kind, String name, Function<R, String> organizationRef) {
        Optional<R> resource =
                policy.get(kind, name).filter(one -> Policy.belongs(organizationRef.apply(one), organization));
        resource.ifPresent(this::used);
        return resource;
    }

    Optional<Account> account(String name) {
        Optional<Account> account = policy.account(name, organization);
        account.ifPresent(one -> used(one.resource()));
        return account;
    }

    /** Notes that the expansion depends on {@code resource}. */
    void used(Resource resource) {
        used.put(resource.key().toString(), resource);
    }

    /** The capability, reached on one more way. */
    Part part(OwnerKind kind, String name, Path path) {
        return part(new Part(new Owner(kind, name), "", runtimeAccount()), path);
    }

    /** The service account that the stack acts under, if it is there. */
    Optional<String> runtimeAccount() {
        return account(stack.spec().runtimeIdentity().serviceAccountRef()).map(Account::name);
    }

    /** The same capability if it was found before, reached on one more way. */
    Part part(Part fresh, Path path) {
        Part known = parts.get(fresh.word());
        Part part = known == null ? fresh : known;
        part.reachedBy(isOptional(fresh.owner()) ? path.optional(part.word()) : path);
        if (known == null) {
            parts.put(fresh.word(), fresh);
            requirements.getOrDefault(fresh.owner(), List.of()).forEach(requirement -> {
                used(requirement);
                fresh.needs(requirement);
            });
        }
        return part;
    }

    /** Whether the stack can do without the capability; it can never do without itself. */
    boolean isOptional(Owner owner) {
        return owner.kind() != OwnerKind.STACK
                && requirements.getOrDefault(owner, List.of()).stream()
                        .anyMatch(requirement -> requirement.spec().optional());
    }

    void flaw(ReasonCode code, String field, String message, Path path) {
        flaws.add(new Flaw(code, false, field, message, path.chain(), path.group()));
    }

    void warning(ReasonCode code, String field, String message, Path path) {
        flaws.add(new Flaw(code, true, field, message, path.chain(), path.group()));
    }

    void place(Place place) {
        places.add(place);
    }

    void identity(Account account, Path path) {
        identities.add(new Identity(account, path.chain("service account " + account.name()), path.group()));
    }

    void binding(AgentRoleBinding binding, String field, Path path) {
        bindings.add(new Binding(binding, field, path));
    }

    void trustedWorkspaceOnly() {
        trustedWorkspaceOnly = true;
    }

    Collection<Part> parts() {
        return parts.values();
    }

    List<Flaw> flaws() {
        return flaws.stream().distinct().toList();
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    List<Identity> identities() {
        return List.copyOf(identities);
    }

    List<Binding> bindings() {
        return List.copyOf(bindings);
    }

    List<Resource> used() {
        return List.copyOf(used.values());
    }

    boolean isTrustedWorkspaceOnly() {
        return trustedWorkspaceOnly;
    }

    /** A role binding that the stack names. */
    record Binding(AgentRoleBinding resource, String field, Path path) {}
}
