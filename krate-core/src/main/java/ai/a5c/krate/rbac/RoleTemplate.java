package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.PolicyRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A role that is ready to apply.
 *
 * @param purpose one sentence for people
 * @param rules native rules, as a Kubernetes Role has them
 */
public record RoleTemplate(String name, String purpose, List<PolicyRule> rules) {

    public RoleTemplate {
        rules = List.copyOf(rules);
    }

    /** A {@code Role} of Krate as YAML, ready to apply. */
    public String yaml(String namespace) {
        return """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: Role
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  description: %s
                  rules:
                %s""".formatted(name, namespace, purpose, rules("  "));
    }

    /** The same for a cluster, as YAML. */
    public String nativeYaml(String namespace) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: %s
                  namespace: %s
                rules:
                %s""".formatted(name, namespace, rules(""));
    }

    private String rules(String indent) {
        return rules.stream()
                .flatMap(RoleTemplate::lines)
                .map(line -> indent + line + "\n")
                .collect(Collectors.joining());
    }

    private static Stream<String> lines(PolicyRule rule) {
        return Stream.of(
                "- apiGroups: " + list(rule.apiGroups(), group -> group.isEmpty() ? "\"\"" : group),
                "  resources: " + list(rule.resources(), resource -> resource),
                "  verbs: " + list(rule.verbs(), verb -> verb));
    }

    private static String list(List<String> words, Function<String, String> quoted) {
        return words.stream().map(quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
