package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.PolicyRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule allows, what it covers, and what two rules have in common.
 *
 * <p>As in Kubernetes ({@code rbac/validation/policy_comparator.go}): {@code *} stands for all verbs, groups or resources,
 * subresources too; {@code *}{@code /scale} for that subresource of every resource; no resource names stand for all, while a
 * rule with names matches requests that name one of them and so never create, list or watch. A rule without groups,
 * resources or verbs allows nothing.
 */
public final class PolicyRules {

    private static final String ALL = "*";

    private PolicyRules() {}

    /** Whether {@code rule} allows {@code request}. */
    public static boolean allows(PolicyRule rule, AccessRequest request) {
        return has(rule.verbs(), request.verb())
                && has(rule.apiGroups(), request.apiGroup())
                && hasResource(rule.resources(), request.path())
                && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(request.name()));
    }

    /**
     * The parts of {@code wanted}, each with one group, resource, verb and at most one name, that no single one of {@code
     * held} covers; empty if all is covered.
     */
    public static List<PolicyRule> uncovered(Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
        return wanted.stream()
                .flatMap(rule -> parts(rule).stream())
                .distinct()
                .filter(part -> held.stream().noneMatch(owner -> covers(owner, part)))
                .toList();
    }

    /** {@code rule} as rules with one group, one resource, one verb and at most one name each. */
    public static List<PolicyRule> parts(PolicyRule rule) {
        List<List<String>> names = rule.resourceNames().isEmpty()
                ? List.of(List.of())
                : rule.resourceNames().stream().map(List::of).toList();
        List<PolicyRule> parts = new ArrayList<>();
        for (String group : rule.apiGroups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    names.forEach(
                            name -> parts.add(new PolicyRule(List.of(group), List.of(resource), name, List.of(verb))));
                }
            }
        }
        return parts;
    }

    /** How many {@link #parts} a rule has. */
    public static long size(PolicyRule rule) {
        return (long) rule.apiGroups().size()
                * rule.resources().size()
                * rule.verbs().size()
                * Math.max(1, rule.resourceNames().size());
    }

    /** Whether {@code owner} allows all that {@code part}, a rule of one part, allows. */
    private static boolean covers(PolicyRule owner, PolicyRule part) {
        return part.verbs().stream().allMatch(verb -> has(owner.verbs(), verb))
                && part.apiGroups().stream().allMatch(group -> has(owner.apiGroups(), group))
                && part.resources().stream().allMatch(resource -> hasResource(owner.resources(), resource))
                && coversNames(owner.resourceNames(), part.resourceNames());
    }

    private static boolean coversNames(List<String> owner, List<String> part) {
        return owner.isEmpty() || (!part.isEmpty() && owner.containsAll(part));
    }

    /** What every one of {@code rules} and at least one of {@code narrowing} allow; all of {@code rules} without narrowing. */
    static List<PolicyRule> narrowed(List<PolicyRule> rules, List<PolicyRule> narrowing) {
        if (narrowing.isEmpty()) {
            return rules;
        }
        return rules.stream()
                .flatMap(rule -> narrowing.stream().map(narrow -> common(rule, narrow)))
                .filter(PolicyRules::allowsAnything)
                .distinct()
                .toList();
    }

    /** What both allow; a rule without verbs if that is nothing. */
    private static PolicyRule common(PolicyRule one, PolicyRule other) {
        List<String> names = names(one.resourceNames(), other.resourceNames());
        boolean disjoint = names.isEmpty()
                && !one.resourceNames().isEmpty()
                && !other.resourceNames().isEmpty();
        return new PolicyRule(
                among(one.apiGroups(), other.apiGroups(), false),
                among(one.resources(), other.resources(), true),
                names,
                disjoint ? List.of() : among(one.verbs(), other.verbs(), false));
    }

    private static List<String> names(List<String> one, List<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.stream().filter(other::contains).toList();
    }

    private static List<String> among(List<String> one, List<String> other, boolean resources) {
        Set<String> common = new LinkedHashSet<>();
        one.stream().filter(word -> has(other, word, resources)).forEach(common::add);
        other.stream().filter(word -> has(one, word, resources)).forEach(common::add);
        return List.copyOf(common);
    }

    private static boolean has(List<String> words, String word, boolean resources) {
        return resources ? hasResource(words, word) : has(words, word);
    }

    private static boolean has(List<String> words, String word) {
        return words.contains(ALL) || words.contains(word);
    }

    private static boolean hasResource(List<String> resources, String path) {
        int slash = path.indexOf('/');
        return has(resources, path) || (slash >= 0 && resources.contains(ALL + path.substring(slash)));
    }

    private static boolean allowsAnything(PolicyRule rule) {
        return !rule.apiGroups().isEmpty()
                && !rule.resources().isEmpty()
                && !rule.verbs().isEmpty();
    }

    /** A rule in words: {@code get, list on krate.a5c.ai/agentstacks}. */
    public static String text(PolicyRule rule) {
        String resources = rule.apiGroups().stream()
                .flatMap(group ->
                        rule.resources().stream().map(resource -> group.isEmpty() ? resource : group + "/" + resource))
                .collect(Collectors.joining(", "));
        String names = rule.resourceNames().isEmpty() ? "" : " named " + String.join(", ", rule.resourceNames());
        return "%s on %s%s".formatted(String.join(", ", rule.verbs()), resources, names);
    }
}
