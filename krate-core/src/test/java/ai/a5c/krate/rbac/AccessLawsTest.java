package ai.a5c.krate.rbac;

import static ai.a5c.krate.rbac.Bound.binding;
import static ai.a5c.krate.rbac.Bound.role;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Laws of rules and bindings, against every request of a small universe. */
class AccessLawsTest {

    private static final List<String> VERBS = List.of("get", "list", "bind", "escalate");
    private static final List<String> GROUPS = List.of("", Escalation.GROUP);
    private static final List<String> RESOURCES = List.of("roles", "pods");
    private static final List<String> SUBRESOURCES = List.of("", "log");
    private static final List<String> NAMES = List.of("", "x", "r0");
    private static final List<AccessRequest> UNIVERSE = universe();
    private static final List<Scope> SCOPES = List.of(Bound.NAMESPACE, new Scope(ScopeKind.REPOSITORY, "app"));
    private static final Identity ANN = new Identity(SubjectKind.USER, "ann");

    private static List<AccessRequest> universe() {
        List<AccessRequest> all = new ArrayList<>();
        for (String verb : VERBS) {
            for (String group : GROUPS) {
                for (String resource : RESOURCES) {
                    for (String sub : SUBRESOURCES) {
                        NAMES.forEach(name -> all.add(new AccessRequest(verb, group, resource, sub, name)));
                    }
                }
            }
        }
        return all;
    }

    @Test
    void whatIsCoveredGrantsNothingThatTheOwnerLacks() {
        Seeds.forAll(1_500, random -> {
            List<PolicyRule> held = rules(random);
            List<PolicyRule> wanted = rules(random);
            if (PolicyRules.uncovered(held, wanted).isEmpty()) {
                assertThat(allowed(held)).containsAll(allowed(wanted));
            }
            assertThat(allowed(PolicyRules.uncovered(held, wanted)))
                    .as("all that the owner lacks is among what is uncovered")
                    .containsAll(without(allowed(wanted), allowed(held)));
        });
    }

    @Test
    void coveringIsReflexiveAndTransitive() {
        Seeds.forAll(1_500, random -> {
            List<PolicyRule> first = rules(random);
            List<PolicyRule> second = new ArrayList<>(first.subList(0, random.nextInt(first.size() + 1)));
            second.addAll(rules(random));
            List<PolicyRule> third = new ArrayList<>(second.subList(0, random.nextInt(second.size() + 1)));
            third.addAll(rules(random).subList(0, random.nextInt(2)));
            assertThat(PolicyRules.uncovered(first, first)).isEmpty();
            if (PolicyRules.uncovered(first, second).isEmpty()
                    && PolicyRules.uncovered(second, third).isEmpty()) {
                assertThat(PolicyRules.uncovered(first, third)).isEmpty();
            }
        });
    }

    @Test
    void thereIsNoDifferenceBetweenARuleAndItsParts() {
        Seeds.forAll(1_000, random -> {
            PolicyRule rule = rule(random);
            List<PolicyRule> parts = PolicyRules.parts(rule);
            assertThat(parts).hasSize((int) PolicyRules.size(rule));
            assertThat(allowed(parts)).isEqualTo(allowed(List.of(rule)));
        });
    }

    @Test
    void narrowingLeavesExactlyWhatBothAllow() {
        Seeds.forAll(1_500, random -> {
            List<PolicyRule> rules = rules(random);
            List<PolicyRule> narrowing = rules(random);
            List<AccessRequest> both =
                    allowed(rules).stream().filter(allowed(narrowing)::contains).toList();
            assertThat(allowed(PolicyRules.narrowed(rules, narrowing))).isEqualTo(both);
        });
    }

    @Test
    void theOrderOfRolesAndBindingsChangesNoAnswer() {
        Seeds.forAll(500, random -> {
            List<Role> roles = roles(random);
            List<AgentRoleBinding> bindings = bindings(random);
            Authorizer one = Authorizer.of(roles, bindings);
            Authorizer other = Authorizer.of(Seeds.shuffled(roles, random), Seeds.shuffled(bindings, random));
            Set<Scope> within = Set.copyOf(SCOPES);
            UNIVERSE.forEach(request -> assertThat(other.allows(Set.of(ANN), within, request))
                    .isEqualTo(one.allows(Set.of(ANN), within, request)));
        });
    }

    @Test
    void nobodyGainsByABindingThatTheyMayWriteWithoutBind() {
        int[] admitted = new int[1];
        Seeds.forAll(1_500, random -> {
            List<Role> roles = roles(random);
            List<AgentRoleBinding> bindings = bindings(random);
            Authorizer before = Authorizer.of(roles, bindings);
            AgentRoleBinding added = anns("added", random);
            Set<Scope> within = Set.of(added.spec().scope());
            AccessRequest bind = new AccessRequest(
                    "bind", Escalation.GROUP, "roles", "", added.spec().roleRef());
            if (before.allows(Set.of(ANN), within, bind).isPresent()
                    || !Escalation.of(added, before, Set.of(ANN)).isEmpty()) {
                return;
            }
            admitted[0]++;
            bindings.add(added);
            Authorizer after = Authorizer.of(roles, bindings);
            for (Set<Scope> places : List.of(Set.<Scope>of(), within)) {
                assertThat(allowed(after.rules(Set.of(ANN), places)))
                        .isEqualTo(allowed(before.rules(Set.of(ANN), places)));
            }
        });
        assertThat(admitted[0]).as("bindings that were admitted").isGreaterThan(100);
    }

    @Test
    void nobodyGainsByARoleThatTheyMayWriteWithoutEscalate() {
        int[] admitted = new int[1];
        Seeds.forAll(1_500, random -> {
            List<Role> roles = roles(random);
            List<AgentRoleBinding> bindings = bindings(random);
            Authorizer before = Authorizer.of(roles, bindings);
            List<PolicyRule> rules = random.nextBoolean()
                    ? rules(random)
                    : PolicyRules.narrowed(before.rules(Set.of(ANN), Set.of()), rules(random));
            Role changed = role("r" + random.nextInt(3), rules);
            AccessRequest escalate = new AccessRequest(
                    "escalate",
                    Escalation.GROUP,
                    "roles",
                    "",
                    changed.metadata().name());
            if (before.allows(Set.of(ANN), Set.of(), escalate).isPresent()
                    || !Escalation.of(changed, false, before, Set.of(ANN)).isEmpty()) {
                return;
            }
            admitted[0]++;
            List<Role> next = new ArrayList<>(roles);
            next.removeIf(
                    role -> role.metadata().name().equals(changed.metadata().name()));
            next.add(changed);
            assertThat(allowed(before.rules(Set.of(ANN), Set.of())))
                    .containsAll(allowed(Authorizer.of(next, bindings).rules(Set.of(ANN), Set.of())));
        });
        assertThat(admitted[0]).as("roles that were admitted").isGreaterThan(100);
    }

    private static List<AccessRequest> allowed(List<PolicyRule> rules) {
        return UNIVERSE.stream()
                .filter(request -> rules.stream().anyMatch(rule -> PolicyRules.allows(rule, request)))
                .toList();
    }

    private static List<AccessRequest> without(List<AccessRequest> all, List<AccessRequest> some) {
        return all.stream().filter(request -> !some.contains(request)).toList();
    }

    private static List<PolicyRule> rules(RandomGenerator random) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> rule(random))
                .toList();
    }

    private static PolicyRule rule(RandomGenerator random) {
        return new PolicyRule(
                some(random, 4, "*", "", Escalation.GROUP),
                some(random, 3, "*", "*/log", "roles", "roles/log", "pods", "pods/log"),
                random.nextInt(3) == 0 ? some(random, 2, "x", "r0") : List.of(),
                some(random, 3, "*", "get", "list", "bind", "escalate"));
    }

    /** Some of {@code words}, seldom the first, which stands for all. */
    private static List<String> some(RandomGenerator random, int most, String... words) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(i -> words[random.nextInt(4) == 0 ? 0 : random.nextInt(words.length)])
                .distinct()
                .toList();
    }

    private static List<Role> roles(RandomGenerator random) {
        return IntStream.range(0, 3)
                .mapToObj(i -> role(
                        "r" + i,
                        Map.of("part", "p" + random.nextInt(3)),
                        rules(random),
                        random.nextInt(4) == 0 ? List.of(Map.of("part", "p" + random.nextInt(3))) : List.of()))
                .toList();
    }

    private static List<AgentRoleBinding> bindings(RandomGenerator random) {
        List<AgentRoleBinding> bindings = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            bindings.add(anns("b" + i, random));
        }
        return bindings;
    }

    private static AgentRoleBinding anns(String name, RandomGenerator random) {
        return binding(
                name,
                new Subject(SubjectKind.USER, "ann", ""),
                "r" + random.nextInt(3),
                SCOPES.get(random.nextInt(SCOPES.size())),
                random.nextInt(3) == 0 ? rules(random) : List.of());
    }
}
