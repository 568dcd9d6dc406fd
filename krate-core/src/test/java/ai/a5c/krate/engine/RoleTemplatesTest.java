package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.rbac.PolicyRules;
import ai.a5c.krate.rbac.RoleTemplate;
import ai.a5c.krate.rbac.RoleTemplates;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoleTemplatesTest {

    private static final String HEAD = """
            # Role templates

            Rendered from `RoleTemplates`. Roles that are ready to apply; Krate applies none by itself. Who binds one needs all
            of its rules, or the verb `bind` on `krate.a5c.ai/roles`, or is an administrator. Each is shown as Krate keeps it and
            as a cluster would.

            """;

    static Stream<RoleTemplate> templates() {
        return RoleTemplates.all().stream();
    }

    @Test
    void thePageShowsThemAsTheyAre() throws IOException {
        GeneratedFile.at("docs/reference/role-templates.md")
                .mustBe(HEAD + templates().map(RoleTemplatesTest::section).collect(Collectors.joining("\n")));
    }

    private static String section(RoleTemplate template) {
        return """
                ## %s

                %s

                ```yaml
                %s```

                ```yaml
                %s```
                """.formatted(template.name(), template.purpose(), template.yaml("acme"), template.nativeYaml("acme"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theYamlIsTheRole(RoleTemplate template) {
        try (InMemoryResourceStore store = new InMemoryResourceStore()) {
            Tenants tenants = Tenants.on(store);
            Role role = (Role) tenants.apply(
                    Tenants.ADMINISTRATOR, Documents.read(template.yaml("acme")).get(0));
            assertThat(role.metadata().name()).isEqualTo(template.name());
            assertThat(role.spec().rules()).isEqualTo(template.rules());
            assertThat(role.spec().description()).isEqualTo(template.purpose());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theNativeYamlHasTheSameRules(RoleTemplate template) {
        assertThat(Documents.read(template.nativeYaml("acme")).get(0).get("rules"))
                .isEqualTo(template.rules().stream()
                        .map(rule -> Map.of(
                                "apiGroups", rule.apiGroups(), "resources", rule.resources(), "verbs", rule.verbs()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyResourceOfOursIsAKindOfItsGroup(RoleTemplate template) {
        for (PolicyRule part : template.rules().stream()
                .flatMap(rule -> PolicyRules.parts(rule).stream())
                .toList()) {
            String group = part.apiGroups().get(0);
            String plural = part.resources().get(0).split("/", -1)[0];
            if (group.endsWith("krate.a5c.ai")) {
                assertThat(KindRegistry.all())
                        .as(PolicyRules.text(part))
                        .anyMatch(kind -> kind.info().plural().equals(plural)
                                && kind.apiVersion().equals(group + "/v1alpha1"));
            }
        }
    }

    @Test
    void noTemplateReadsSecretsOrGivesRightsAway() {
        List<PolicyRule> parts = templates()
                .flatMap(template -> template.rules().stream())
                .flatMap(rule -> PolicyRules.parts(rule).stream())
                .toList();
        assertThat(parts)
                .noneMatch(part -> part.verbs().contains("*")
                        || part.verbs().contains("bind")
                        || part.verbs().contains("escalate")
                        || part.resources().contains("*")
                        || part.resources().contains("secrets")
                        || part.resources().contains("roles")
                        || part.resources().contains("agentrolebindings"));
        assertThat(parts.stream()
                        .filter(part -> part.resources().contains("agentsecretgrants"))
                        .map(part -> part.verbs().get(0)))
                .contains("create");
    }

    @Test
    void theyAreFoundByName() {
        assertThat(templates().map(RoleTemplate::name))
                .containsExactly(
                        "krate-agent-readonly",
                        "krate-agent-repository-repair",
                        "krate-agent-ci-diagnoser",
                        "krate-agent-workspace-manager",
                        "krate-runner-untrusted",
                        "krate-runner-trusted",
                        "krate-secret-grant-admin",
                        "krate-agent-approver");
        assertThat(RoleTemplates.named("krate-agent-approver")).isPresent();
        assertThat(RoleTemplates.named("krate-agent")).isEmpty();
    }
}
