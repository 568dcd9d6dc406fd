package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.Drift;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.RoleTemplates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do what in an organization.
 *
 * @param subjects roles by subject
 */
public record Roles(List<RoleRow> roles, List<Template> templates, List<Binding> bindings, List<Holder> subjects) {

    public Roles {
        roles = List.copyOf(roles);
        templates = List.copyOf(templates);
        bindings = List.copyOf(bindings);
        subjects = List.copyOf(subjects);
    }

    /**
     * A role that is ready to apply.
     *
     * @param applied whether the organization has it
     * @param yaml the resource
     * @param nativeYaml the same for a cluster
     */
    public record Template(String name, String purpose, boolean applied, String yaml, String nativeYaml) {}

    /** A role; rules as {@code verbs on resources}. */
    public record RoleRow(String name, List<String> rules, List<String> bindings) {

        public RoleRow {
            rules = List.copyOf(rules);
            bindings = List.copyOf(bindings);
        }
    }

    /**
     * A binding.
     *
     * @param scope as {@code repository/app}, or {@code namespace}
     * @param roleExists whether the role is there
     * @param drift what it gives beyond what was admitted, or empty
     * @param admitted whether it gives anything: one that gives more than its author has waits for an administrator
     */
    public record Binding(
            String name,
            String subject,
            String role,
            String scope,
            String escalationPolicy,
            boolean roleExists,
            String drift,
            boolean admitted) {}

    /** What a subject holds. */
    public record Holder(String subject, List<String> roles) {

        public Holder {
            roles = List.copyOf(roles);
        }
    }

    /** Those of {@code namespace} as things stand now. */
    public static Roles read(ResourceDesk desk, String namespace) {
        List<Role> roles = desk.all(Role.class, namespace);
        List<AgentRoleBinding> bindings = desk.all(AgentRoleBinding.class, namespace);
        Map<String, String> drift = Drift.texts(roles, bindings);
        Map<String, TreeSet<String>> held = new TreeMap<>();
        bindings.forEach(
                binding -> held.computeIfAbsent(Words.subject(binding.spec().subject()), subject -> new TreeSet<>())
                        .add(binding.spec().roleRef()));
        return new Roles(
                roles.stream().map(role -> row(role, bindings)).toList(),
                templates(roles, namespace),
                bindings.stream().map(binding -> row(binding, roles, drift)).toList(),
                held.entrySet().stream()
                        .map(entry -> new Holder(entry.getKey(), List.copyOf(entry.getValue())))
                        .toList());
    }

    /** The templates for {@code namespace}. */
    public static List<Template> templates(ResourceDesk desk, String namespace) {
        return templates(desk.all(Role.class, namespace), namespace);
    }

    private static List<Template> templates(List<Role> roles, String namespace) {
        return RoleTemplates.all().stream()
                .map(template -> new Template(
                        template.name(),
                        template.purpose(),
                        roles.stream().anyMatch(role -> role.metadata().name().equals(template.name())),
                        template.yaml(namespace),
                        template.nativeYaml(namespace)))
                .toList();
    }

    private static RoleRow row(Role role, List<AgentRoleBinding> bindings) {
        String name = role.metadata().name();
        return new RoleRow(
                name,
                role.spec().rules().stream().map(Roles::sentence).toList(),
                bindings.stream()
                        .filter(binding -> binding.spec().roleRef().equals(name))
                        .map(binding -> binding.metadata().name())
                        .toList());
    }

    private static Binding row(AgentRoleBinding binding, List<Role> roles, Map<String, String> drift) {
        AgentRoleBinding.Spec spec = binding.spec();
        String scope = Words.of(spec.scope().kind());
        return new Binding(
                binding.metadata().name(),
                Words.subject(spec.subject()),
                spec.roleRef(),
                spec.scope().name().isEmpty()
                        ? scope
                        : scope + "/" + spec.scope().name(),
                Words.of(spec.escalationPolicy()),
                roles.stream().anyMatch(role -> role.metadata().name().equals(spec.roleRef())),
                drift.getOrDefault(binding.metadata().name(), ""),
                Authorizer.isAdmitted(binding));
    }

    /** A rule in words: {@code get, list on pods (app-1) of apps}. */
    static String sentence(PolicyRule rule) {
        String names = rule.resourceNames().isEmpty() ? "" : " (" + String.join(", ", rule.resourceNames()) + ")";
        List<String> groups =
                rule.apiGroups().stream().filter(group -> !group.isEmpty()).toList();
        return "%s on %s%s%s"
                .formatted(
                        String.join(", ", rule.verbs()),
                        String.join(", ", rule.resources()),
                        names,
                        groups.isEmpty() ? "" : " of " + String.join(", ", groups));
    }
}
