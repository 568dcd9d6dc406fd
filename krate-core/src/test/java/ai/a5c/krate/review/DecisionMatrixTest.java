package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredRole;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision matrix, a test a cell. */
class DecisionMatrixTest {

    private static final String GATEWAY = Given.POOL.replace("{ max", "{ runtime: agent-mux, max");

    private static final String FOREIGN =
            """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentStack
            metadata: { name: fix, namespace: other }
            spec: %s
            """.formatted(Given.STACK.replace("{ base", "{ organizationRef: other, base"));

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("cells")
    void everyCellHolds(String row, Moment moment, Consumer<Given> breaks, String expected) {
        Given given = new Given();
        assertThat(given.at(moment).decision()).isEqualTo(Decision.ALLOWED);
        breaks.accept(given);
        PermissionReview review = given.at(moment);
        List<String> found = new ArrayList<>(List.of(review.decision().name()));
        review.reasons().forEach(reason -> found.add(reason.code().code()));
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        row(
                cells,
                "runtime service account missing",
                given -> given.runtime = Optional.empty(),
                all("DENIED MissingRuntimeIdentity"));
        row(
                cells,
                "runner service account missing",
                given -> given.runner = Optional.empty(),
                all("DENIED MissingRunnerIdentity"));
        row(
                cells,
                "runner service account missing behind an external gateway",
                given -> {
                    given.pool(GATEWAY);
                    given.runner = Optional.empty();
                },
                List.of(
                        "ALLOWED MissingRunnerIdentity",
                        "DENIED MissingRunnerIdentity",
                        "DENIED MissingRunnerIdentity",
                        "ALLOWED MissingRunnerIdentity"));
        row(cells, "no grant", given -> given.grants.clear(), all("DENIED MissingSecretGrant"));
        row(
                cells,
                "tool needs a secret, no grant",
                given -> CapabilityReasons.stack(given.secret("forge", "token"), "toolProfileRef: careful")
                        .with(
                                AgentToolProfile.class,
                                "careful",
                                CapabilityReasons.PROFILE.replace(
                                        "{ file", "{ requiredSecretRefs: [ { name: forge, keys: [token] } ], file")),
                all("DENIED MissingSecretGrant"));
        row(
                cells,
                "server needs a secret, no grant",
                given -> CapabilityReasons.stack(given.secret("forge", "token"), "mcpServerRefs: [github]")
                        .with(
                                AgentMcpServer.class,
                                "github",
                                CapabilityReasons.SERVER.replace(
                                        "{ tr", "{ secretRefs: [ { name: forge, keys: [token] } ], tr")),
                all("DENIED MissingSecretGrant"));
        row(
                cells,
                "skill needs a ConfigMap, no grant",
                given -> GrantReasons.configured(given).config("settings", "region"),
                all("DENIED MissingConfigGrant"));
        row(
                cells,
                "grant exists, key of the ConfigMap missing",
                given -> GrantReasons.configured(given)
                        .config("settings", "zone")
                        .with(AgentConfigGrant.class, "region", GrantReasons.CONFIG_GRANT),
                all("DENIED ConfigKeyMissing"));
        row(
                cells,
                "required native binding drifted",
                given -> RoleReasons.requiring(given).roles.add(drifted()),
                all("DENIED RoleBindingDrifted"));
        row(
                cells,
                "native binding drifted whose role is not required",
                given -> {
                    CapabilityReasons.stack(given, "permissionRefs: [repair]")
                            .with(AgentRoleBinding.class, "repair", RoleReasons.BINDING);
                    given.roles.add(drifted());
                },
                all("ALLOWED RoleBindingDrifted"));
        row(
                cells,
                "native access cannot be asked",
                given -> RoleReasons.requiring(given).role("repairer", RoleFact.Answer.UNAVAILABLE),
                work("ALLOWED NativeReviewUnavailable", "DENIED NativeReviewUnavailable"));
        row(
                cells,
                "grant that names another organization's namespace",
                given -> given.onlyGrant(Given.GRANT.replace("{ name: model", "{ namespace: other, name: model")),
                all("DENIED CrossOrgRefDenied"));
        row(
                cells,
                "grant exists, key missing",
                given -> given.secrets = List.of(new SecretFact("acme", "model", Set.of("other"), "v1")),
                all("DENIED SecretKeyMissing"));
        row(cells, "grant exists, secret missing", given -> given.secrets = List.of(), all("DENIED SecretMissing"));
        row(
                cells,
                "grant for trusted work, ref untrusted",
                given -> given.trust = Trust.UNTRUSTED,
                work("ALLOWED", "DENIED UntrustedSource"));
        row(
                cells,
                "grant with approval for untrusted refs, ref untrusted",
                given -> {
                    given.trust = Trust.MEMBER;
                    given.onlyGrant(with("allowUntrusted: true, requiredApproval: on-untrusted-ref"));
                },
                work("ALLOWED", "REQUIRES_APPROVAL ApprovalRequired"));
        row(
                cells,
                "approval required for the secret",
                given -> given.onlyGrant(with("requiredApproval: always")),
                work("ALLOWED ApprovalRequired", "REQUIRES_APPROVAL ApprovalRequired"));
        row(
                cells,
                "secret rotated",
                given -> given.secrets = List.of(new SecretFact("acme", "model", Set.of("api-key"), "v2")),
                all("ALLOWED"));
        row(
                cells,
                "cross-organization reference to a stack",
                given -> given.stack = Optional.of((AgentStack) Given.apply(FOREIGN)),
                all("DENIED MissingStack"));
        return cells.stream();
    }

    private static RoleFact drifted() {
        return new RoleFact("repairer", true, RoleFact.Answer.ALLOWED, true, "the native binding is gone");
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void whatIsMissingIsShownWithWhatWouldHelp(Moment moment) {
        Given given = GrantReasons.configured(new Given()).config("settings", "region");
        PermissionReview review = given.at(moment);
        assertThat(review.requiredConfigs())
                .containsExactly(new RequiredConfig(
                        "skill/deploy",
                        "acme",
                        "settings",
                        AgentConfigGrant.Purpose.SKILL_CONFIG,
                        List.of("region"),
                        Decision.DENIED,
                        Entry.MISSING_GRANT,
                        Optional.empty(),
                        Optional.of("v1"),
                        Optional.empty()));
        assertThat(review.missingGrants()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void driftIsShown(Moment moment) {
        Given given = RoleReasons.requiring(new Given());
        given.roles.add(drifted());
        assertThat(given.at(moment).requiredRoles())
                .containsExactly(new RequiredRole(
                        "repairer",
                        List.of("tool-profile/careful"),
                        true,
                        RoleFact.Answer.ALLOWED,
                        Entry.DRIFTED_NATIVE_OBJECT,
                        "the native binding is gone"));
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aSecretThatWasRotatedIsAnotherDecisionAndOnlyTheCurrentVersionIsAdmitted(Moment moment) {
        Given given = new Given();
        PermissionReview before = given.at(moment);
        given.secrets = List.of(new SecretFact("acme", "model", Set.of("api-key"), "v2"));
        PermissionReview after = given.at(moment);
        assertThat(before.requiredSecrets().get(0).version()).contains("v1");
        assertThat(after.requiredSecrets().get(0).version()).contains("v2");
        assertThat(after.snapshotDigest()).isNotEqualTo(before.snapshotDigest());
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void anotherOrganizationsThingsAnswerAsMissingOnes(Moment moment) {
        List<Resource> foreign = List.of(
                foreign(AgentMcpServer.class, "github", CapabilityReasons.SERVER),
                foreign(AgentSkill.class, "deploy", CapabilityReasons.SKILL),
                foreign(AgentSubagent.class, "reviewer", CapabilityReasons.SUBAGENT),
                foreign(AgentToolProfile.class, "careful", CapabilityReasons.PROFILE),
                foreign(AgentContextLabel.class, "kind", CapabilityReasons.LABEL),
                foreign(AgentWorkspacePolicy.class, "own", CapabilityReasons.WORKSPACE),
                foreign(AgentRoleBinding.class, "repair", RoleReasons.BINDING),
                foreign(AgentServiceAccount.class, "fixer", Given.ACCOUNT));
        for (boolean sameNamespace : List.of(true, false)) {
            Given given = CapabilityReasons.stack(
                    new Given(),
                    "mcpServerRefs: [github], skillRefs: [deploy], subagentRefs: [reviewer], toolProfileRef: careful,"
                            + " contextLabelRefs: [kind], workspacePolicyRef: own, permissionRefs: [repair]");
            given.runtime = Optional.empty();
            String missing = CanonicalJson.text(given.at(moment).snapshot());
            foreign.forEach(resource -> given.others.add(
                    sameNamespace
                            ? resource.withMetadata(
                                    Metadata.named("acme", resource.metadata().name(), Map.of()))
                            : resource));
            assertThat(CanonicalJson.text(given.at(moment).snapshot())).isEqualTo(missing);
        }
    }

    private static <T extends Resource> Resource foreign(Class<T> type, String name, String spec) {
        T own = Given.read(type, name, spec.replaceFirst("\\{", "{ organizationRef: other,"));
        return own.withMetadata(Metadata.named("other", name, Map.of()));
    }

    private static void row(List<Arguments> cells, String name, Consumer<Given> breaks, List<String> expected) {
        for (Moment moment : Moment.values()) {
            cells.add(Arguments.of(
                    name,
                    moment,
                    breaks,
                    expected.get(Arrays.asList(Moment.values()).indexOf(moment))));
        }
    }

    private static List<String> all(String expected) {
        return Arrays.stream(Moment.values()).map(moment -> expected).toList();
    }

    private static List<String> work(String whenSaved, String otherwise) {
        return List.of(whenSaved, otherwise, otherwise, otherwise);
    }

    static String with(String conditions) {
        return Given.GRANT.replace("purpose:", conditions + ", purpose:");
    }
}
