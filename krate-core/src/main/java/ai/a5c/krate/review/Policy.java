package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.match.CloneUrl;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resources of one namespace that reviews are made from, read once and found by name; nothing of it changes.
 *
 * <p>What belongs to another namespace is not in it, and what is being deleted is not found, so that a careless loader
 * cannot leak. What a stack expands to is worked out when it is first asked for.
 */
public final class Policy {

    /** The kinds that a review looks at. */
    public static final Set<Class<? extends Resource>> KINDS = Set.of(
            AgentStack.class,
            AgentServiceAccount.class,
            RunnerPool.class,
            Repository.class,
            AgentSecretGrant.class,
            AgentConfigGrant.class,
            AgentToolProfile.class,
            AgentMcpServer.class,
            AgentSkill.class,
            AgentSubagent.class,
            AgentContextLabel.class,
            AgentWorkspacePolicy.class,
            AgentRoleBinding.class,
            AgentCapabilityRequirement.class,
            User.class,
            Team.class,
            IdentityMapping.class);

    private final String namespace;
    private final Map<ResourceKey, Resource> resources;
    private final Grants grants;
    private final Actors actors;
    private final Map<String, Repository> repositories;
    private final Map<Whole, Expansion> expansions = new ConcurrentHashMap<>();
    private final Map<String, Optional<Account>> accounts = new ConcurrentHashMap<>();

    private Policy(String namespace, Map<ResourceKey, Resource> resources, Grants grants, Actors actors) {
        this.namespace = namespace;
        this.resources = resources;
        this.grants = grants;
        this.actors = actors;
        this.repositories = byFullName(resources.values());
    }

    private static Map<String, Repository> byFullName(Collection<Resource> resources) {
        Map<String, Repository> found = new HashMap<>();
        for (Resource resource : resources) {
            if (resource instanceof Repository repository
                    && repository.metadata().deletionTimestamp() == null) {
                String fullName = repository.spec().fullName();
                String called = fullName.isEmpty() ? repository.metadata().name() : fullName;
                found.merge(called, repository, (one, other) -> first(one, other));
            }
        }
        return found;
    }

    private static Repository first(Repository one, Repository other) {
        return one.metadata().name().compareTo(other.metadata().name()) <= 0 ? one : other;
    }

    /**
     * The policy that {@code resources} make in {@code namespace}, in whatever order they come; others are left out.
     *
     * @throws IllegalArgumentException if two of them have one name
     */
    public static Policy of(String namespace, Collection<? extends Resource> resources) {
        Set<ResourceKey> names = new HashSet<>();
        for (Resource resource : resources) {
            if (!names.add(resource.key())) {
                throw new IllegalArgumentException("%s is given twice; remove one".formatted(resource.key()));
            }
        }
        return new Policy(namespace, Map.of(), Grants.NONE, Actors.NONE).changed(resources, Set.of());
    }

    /** The same with {@code written} in place of what had their names, and without {@code removed}. */
    public Policy changed(Collection<? extends Resource> written, Collection<ResourceKey> removed) {
        List<Resource> own = new ArrayList<>();
        for (Resource resource : written) {
            if (resource.metadata().namespace().equals(namespace)
                    && KINDS.contains(resource.getClass())
                    && !isDerived(resource)) {
                own.add(resource);
            }
        }
        Map<ResourceKey, Resource> all = new HashMap<>(resources);
        written.stream().filter(Policy::isDerived).forEach(resource -> all.remove(resource.key()));
        boolean people = own.stream().anyMatch(Actors::concerns);
        for (ResourceKey key : removed) {
            Resource gone = all.remove(key);
            people |= gone != null && Actors.concerns(gone);
        }
        own.forEach(resource -> all.put(resource.key(), resource));
        return new Policy(namespace, all, grants.changed(own, removed), people ? Actors.of(all.values()) : actors);
    }

    /** What was worked out from a policy is no part of it, or it would never go away again. */
    private static boolean isDerived(Resource resource) {
        return resource instanceof AgentCapabilityRequirement requirement && requirement.isDerived();
    }

    /** The namespace that it is about. */
    public String namespace() {
        return namespace;
    }

    /** The resource of that name that is not being deleted. */
    public <R extends Resource> Optional<R> get(Class<R> kind, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Resource found = resources.get(new ResourceKey(kind.getSimpleName(), namespace, name));
        return found == null || found.metadata().deletionTimestamp() != null
                ? Optional.empty()
                : Optional.of(kind.cast(found));
    }

    /** Every resource of that kind, by name. */
    public <R extends Resource> List<R> all(Class<R> kind) {
        return resources.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Comparator.comparing(resource -> resource.metadata().name()))
                .toList();
    }

    /** The repository that its forge calls {@code fullName}; one without a forge is called by its own name. */
    public Optional<Repository> repository(String fullName) {
        return Optional.ofNullable(repositories.get(fullName));
    }

    /** The only repository that is cloned from {@code place}; of two, neither. */
    public Optional<Repository> repository(CloneUrl place) {
        List<Repository> there = repositories.values().stream()
                .filter(repository -> CloneUrl.of(repository.spec().cloneUrl())
                        .filter(place::isSameAs)
                        .isPresent())
                .toList();
        return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
    }

    /** Who the account is; with no provider its name is that of a User. */
    public ActorFact actor(Mappings.Outside account) {
        return actors.actor(account);
    }

    /** What a review of {@code request} wants to know besides this policy. */
    public Wanted wanted(ReviewRequest request) {
        return expansion(request).map(Expansion::wanted).orElse(Wanted.NOTHING);
    }

    /** What a review of {@code request} looks at, and nothing else. */
    public List<Resource> relevant(ReviewRequest request) {
        return new Relevance(this, request).resources();
    }

    /** What the stack of {@code request} expands to, or empty if there is no such stack. */
    Optional<Expansion> expansion(ReviewRequest request) {
        if (!request.narrowing().isNone()) {
            return expanded(request);
        }
        Whole whole = new Whole(request.organization(), request.agentStack());
        Expansion known = expansions.get(whole);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Expansion> made = expanded(request);
        made.ifPresent(expansion -> expansions.put(whole, expansion));
        return made;
    }

    private Optional<Expansion> expanded(ReviewRequest request) {
        return get(AgentStack.class, request.agentStack())
                .filter(stack -> belongs(stack.spec().organizationRef(), request.organization()))
                .map(stack -> new Expander(this, stack, request.organization(), request.narrowing()).expansion());
    }

    /** The service account of that name, if it is one of {@code organization}. */
    Optional<Account> account(String name, String organization) {
        return accounts.computeIfAbsent(
                        name, any -> get(AgentServiceAccount.class, name).map(Account::of))
                .filter(account -> belongs(account.resource().spec().organizationRef(), organization));
    }

    Grants grants() {
        return grants;
    }

    /** Whether a resource that says it belongs to {@code organizationRef} is one of {@code organization}. */
    static boolean belongs(String organizationRef, String organization) {
        return organizationRef.isEmpty() || organizationRef.equals(organization);
    }

    /** What expansions of whole stacks are remembered by. */
    private record Whole(String organization, String stack) {}

    /**
     * What a review wants to know that no resource says.
     *
     * @param account the service account that the agent acts under, or empty if there is none
     * @param runnerPool the stack's own pool
     * @param secrets names of secrets
     * @param configs names of ConfigMaps
     * @param roles names of roles
     */
    public record Wanted(
            String account, String runnerPool, List<String> secrets, List<String> configs, List<String> roles) {

        /** Nothing. */
        public static final Wanted NOTHING = new Wanted("", "", List.of(), List.of(), List.of());
    }
}
