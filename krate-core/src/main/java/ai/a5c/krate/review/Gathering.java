package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.Keys;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.review.Expansion.Ability;
import ai.a5c.krate.review.Grant.Target;
import ai.a5c.krate.review.Part.Keyed;
import ai.a5c.krate.review.Path.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes an expansion of what was found: merges what capabilities need, and looks up the grants that may give it. */
final class Gathering {

    private final Found found;
    private final AgentStack stack;
    private final Set<String> rolesAbove = new TreeSet<>();
    private final Set<String> keysAbove = new HashSet<>();
    private final Map<RoleNeed, String> exceedingRoles = new LinkedHashMap<>();

    Gathering(Found found, AgentStack stack) {
        this.found = found;
        this.stack = stack;
        for (Part part : found.parts()) {
            if (part.subagent().isEmpty()) {
                rolesAbove.addAll(part.roles().keySet());
                part.keys().forEach(key -> keysAbove.add(id(key)));
            }
        }
    }

    private static String id(Keyed key) {
        return key.material() + "/" + key.name() + "/" + key.key();
    }

    Expansion expansion() {
        List<RoleNeed> roles = roles();
        List<Need> needs = needs();
        List<Requirement> requirements = new ArrayList<>();
        List<Ability> abilities = new ArrayList<>();
        for (Part part : found.parts()) {
            Path path = part.ways().get(0);
            part.abilities()
                    .forEach((name, field) ->
                            abilities.add(new Ability(name, field, path.chain("capability " + name), path.group())));
            if (part.subagent().isEmpty() || part.owner().kind() == OwnerKind.SUBAGENT) {
                Requirement requirement = requirement(part);
                if (!requirement.isEmpty()) {
                    requirements.add(requirement);
                }
            }
        }
        return new Expansion(
                stack,
                found.identities(),
                requirements.stream().sorted().toList(),
                found.flaws(),
                found.places(),
                abilities,
                roles,
                exceedingRoles,
                needs,
                found.isTrustedWorkspaceOnly(),
                found.used());
    }

    private static Requirement requirement(Part part) {
        return new Requirement(
                part.owner().kind(),
                part.owner().name(),
                List.copyOf(part.roles().keySet()),
                keys(part, Material.SECRET),
                keys(part, Material.CONFIG),
                List.copyOf(part.abilities().keySet()),
                part.ways().stream().noneMatch(way -> way.group().isEmpty()));
    }

    private static List<Keys> keys(Part part, Material material) {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (Keyed key : part.keys()) {
            if (key.material() == material) {
                keys.computeIfAbsent(key.name() + "\n" + Word.of(key.purpose()), any -> new TreeSet<>())
                        .add(key.key());
            }
        }
        List<Keys> all = new ArrayList<>();
        keys.forEach((id, names) -> {
            int end = id.indexOf('\n');
            all.add(new Keys(id.substring(0, end), List.copyOf(names), id.substring(end + 1)));
        });
        return all;
    }

    private List<RoleNeed> roles() {
        Map<String, RoleNeed> roles = new TreeMap<>();
        for (Part part : found.parts()) {
            Path path = part.ways().get(0);
            part.roles().forEach((role, field) -> {
                RoleNeed need =
                        new RoleNeed(role, List.of(part.word()), field, path.chain("role " + role), path.group());
                if (exceeds(part, role)) {
                    exceedingRoles.put(need, part.subagent());
                    found.flaw(
                            ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                            field,
                            "subagent '%s' asks for role '%s', which the agent above it does not have; bind the role to the subagent"
                                    .formatted(part.subagent(), role),
                            path.to("role " + role));
                }
                roles.merge(role, need, Gathering::both);
            });
        }
        found.bindings()
                .forEach(binding -> roles.putIfAbsent(
                        binding.resource().spec().roleRef(),
                        new RoleNeed(
                                binding.resource().spec().roleRef(),
                                List.of(),
                                binding.field(),
                                binding.path()
                                        .chain("role "
                                                + binding.resource().spec().roleRef()),
                                "")));
        return List.copyOf(roles.values());
    }

    private static RoleNeed both(RoleNeed one, RoleNeed other) {
        Set<String> owners = new TreeSet<>(one.owners());
        owners.addAll(other.owners());
        boolean optional = !one.group().isEmpty() && !other.group().isEmpty();
        return new RoleNeed(one.role(), List.copyOf(owners), one.field(), one.chain(), optional ? one.group() : "");
    }

    /** Whether a subagent asks for a role that neither the agent above it has nor a binding gives to it by name. */
    private boolean exceeds(Part part, String role) {
        if (part.subagent().isEmpty() || rolesAbove.contains(role)) {
            return false;
        }
        Optional<AgentRoleBinding> binding = found.policy().all(AgentRoleBinding.class).stream()
                .filter(one -> one.metadata().deletionTimestamp() == null)
                .filter(one -> one.spec().roleRef().equals(role)
                        && one.spec().subject().kind() == SubjectKind.SUBAGENT
                        && one.spec().subject().name().equals(part.subagent()))
                .filter(one -> isHere(one.spec().subject()))
                .findFirst();
        binding.ifPresent(found::used);
        return binding.isEmpty();
    }

    private boolean isHere(Subject subject) {
        return subject.stackRef().isEmpty()
                || subject.stackRef().equals(stack.metadata().name());
    }

    private List<Need> needs() {
        Map<String, Need> needs = new TreeMap<>();
        for (Part part : found.parts()) {
            Map<String, List<Keyed>> together = new TreeMap<>();
            for (Keyed key : part.keys()) {
                if (matters(part, key)) {
                    String id = "%s %s %s %s %s"
                            .formatted(part.word(), key.material(), key.name(), key.purpose(), exceeds(part, key));
                    together.computeIfAbsent(id, any -> new ArrayList<>()).add(key);
                }
            }
            together.forEach((id, keys) -> needs.put(id, need(part, keys)));
        }
        return needs.values().stream().sorted().toList();
    }

    /** What a subagent uses of the agent above it is a need of its own only where that may make a difference. */
    private boolean matters(Part part, Keyed key) {
        boolean own = part.subagent().isEmpty() || part.owner().kind() == OwnerKind.SUBAGENT;
        return own
                || !part.account().equals(found.runtimeAccount())
                || found.policy().grants().about(new Target(key.material(), key.name())).stream()
                        .map(grant -> grant.terms().subject())
                        .anyMatch(subject -> subject.kind() == SubjectKind.SUBAGENT);
    }

    private boolean exceeds(Part part, Keyed key) {
        return part.owner().kind() == OwnerKind.SUBAGENT && !keysAbove.contains(id(key));
    }

    private Need need(Part part, List<Keyed> keyed) {
        Keyed first = keyed.get(0);
        Need bare = new Need(
                part.owner(),
                part.word(),
                new Target(first.material(), first.name()),
                first.purpose(),
                part.ways(),
                part.account(),
                exceeds(part, first) ? part.subagent() : "",
                part.subagent(),
                Need.group(part.ways()),
                List.of());
        Map<String, String> fields = new TreeMap<>();
        keyed.forEach(
                key -> fields.merge(key.key(), key.field(), (one, other) -> one.compareTo(other) < 0 ? one : other));
        List<Need.Key> keys = new ArrayList<>();
        fields.forEach((key, field) -> keys.add(key(bare, key, field)));
        return bare.of(keys);
    }

    private Need.Key key(Need need, String key, String field) {
        List<Grant> denies = new ArrayList<>();
        List<Grant> allows = new ArrayList<>();
        List<Grant> foreign = new ArrayList<>();
        Set<Named> onEveryWay = need.onEveryWay();
        Set<Named> onSomeWay = need.onSomeWay();
        for (Grant grant : found.policy().grants().about(need.target())) {
            boolean covers = grant.covers(key, need.purpose());
            if (covers && grant.isDeny() && !grant.isForeign() && mayBe(grant, need, onSomeWay)) {
                denies.add(grant);
            } else if (covers && !grant.isDeny() && isNamed(grant, need) && mayBe(grant, need, onEveryWay)) {
                (grant.isForeign() ? foreign : allows).add(grant);
            }
        }
        return new Need.Key(
                key,
                field,
                need.path().chain("%s %s".formatted(need.material().noun(), need.name()), "key " + key),
                denies,
                allows,
                foreign);
    }

    private static boolean isNamed(Grant grant, Need need) {
        Subject subject = grant.terms().subject();
        return need.exceeding().isEmpty()
                || (subject.kind() == SubjectKind.SUBAGENT && subject.name().equals(need.exceeding()));
    }

    /** Whether the grant's subject is the one that needs it, or the work will tell. */
    private boolean mayBe(Grant grant, Need need, Set<Named> named) {
        Subject subject = grant.terms().subject();
        if (!isHere(subject)) {
            return false;
        }
        return switch (subject.kind()) {
            case AGENT_STACK, SUBAGENT, TOOL, SKILL, MCP_SERVER ->
                named.contains(new Named(subject.kind(), subject.name()));
            case MODEL_PROVIDER -> subject.name().equals(stack.spec().provider());
            case SERVICE_ACCOUNT -> need.account().equals(Optional.of(subject.name()));
            case ORGANIZATION -> subject.name().equals(found.organization());
            case USER, GROUP, TEAM, RUNNER_POOL, REPOSITORY -> true;
        };
    }
}
