package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.assertRefused;
import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.GLOBEX;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.Applied.Outcome;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationsTest {

    private static final String ACCOUNT = """
            kind: AgentServiceAccount
            metadata: {name: robot}
            spec: {namespace: %1$s, serviceAccountName: robot}
            """;
    private static final String POOL = """
            kind: RunnerPool
            metadata: {name: local}
            spec: {maxReplicas: 1, serviceAccountRef: %s}
            """;
    private static final ResourceKey LOCAL = key("RunnerPool", "local");

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final ResourceDesk desk = tenants.desk;

    @Test
    void whatIsSharedMayBeReferredTo() {
        globexAccount();
        share("AgentServiceAccount", "robot", "");
        Resource pool = tenants.acme(POOL.formatted("globex/robot"));
        assertThat(pool.metadata().labels()).containsEntry("krate.a5c.ai/service-account", Names.label("globex/robot"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex/robot", "globex/missing", "initech/robot", "acme/robot", "a/b/c", "robot"})
    void whatIsNotSharedIsAsIfItWereNotThere(String reference) {
        globexAccount();
        share("AgentServiceAccount", "missing", "");
        share("RunnerPool", "robot", "");
        assertNowhere(reference);
    }

    @Test
    void anExpiredPolicySharesNothing() {
        globexAccount();
        share("AgentServiceAccount", "robot", "expiresAt: 2026-11-22T13:00:00Z");
        tenants.acme(POOL.formatted("globex/robot"));
        tenants.pass(Duration.ofHours(1));
        assertThat(desk.edit(LOCAL, with("metadata", "labels", Map.of("size", "m")), ACME, PLAIN)
                        .outcome())
                .isEqualTo(Outcome.CONFIGURED);
        assertThatThrownBy(() -> desk.edit(LOCAL, with("spec", "maxReplicas", 2), ACME, PLAIN))
                .hasMessage(
                        "$.spec.serviceAccountRef: there is no AgentServiceAccount 'globex/robot' in this organization");
    }

    @Test
    void aPolicySharesInOneDirection() {
        tenants.acme(ACCOUNT.formatted("acme"));
        share("AgentServiceAccount", "robot", "");
        assertThatThrownBy(() -> desk.apply(document(POOL.formatted("acme/robot")), "globex", GLOBEX))
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void aForeignReferenceKeepsNothingAndIsNamedToNobody() {
        globexAccount();
        share("AgentServiceAccount", "robot", "");
        tenants.acme(POOL.formatted("globex/robot"));
        assertThat(desk.delete(new ResourceKey("AgentServiceAccount", "globex", "robot"), GLOBEX)
                        .gone())
                .isTrue();
    }

    @Test
    void aForeignNamespaceAndAMissingOneAnswerAlike() {
        globexAccount();
        for (String namespace : List.of("globex", "nowhere")) {
            ResourceKey there = new ResourceKey("AgentServiceAccount", namespace, "robot");
            String message = "namespace %s is not there, or not open to you".formatted(namespace);
            Map<String, Object> document = document(ACCOUNT.formatted(namespace));
            assertRefused("NOT_FOUND", message, () -> desk.apply(document, namespace, ACME));
            assertRefused("NOT_FOUND", message, () -> desk.create(document, namespace, ACME, PLAIN));
            assertRefused("NOT_FOUND", message, () -> desk.replace(there, document, ACME, PLAIN));
            assertRefused("NOT_FOUND", message, () -> desk.edit(there, stored -> stored, ACME, PLAIN));
            assertRefused("NOT_FOUND", message, () -> desk.applyFields(there, document, ACME, PLAIN));
            assertRefused("NOT_FOUND", message, () -> desk.delete(there, ACME));
        }
    }

    @Test
    void anotherOrganizationIsNotNamedAsOnesOwn() {
        Map<String, Object> document =
                with("spec", "organizationRef", "globex").apply(document(POOL.formatted("robot")));
        assertRefused(
                "CROSS_ORG_REF_DENIED",
                "$.spec.organizationRef does not own namespace acme",
                () -> desk.apply(document, "acme", ACME));
    }

    @Test
    void labelsSayWhatIsTrueAndPeoplesOwnStay() {
        tenants.acme(ACCOUNT.formatted("acme"));
        Resource pool = tenants.apply(
                ACME,
                with(
                                "metadata",
                                "labels",
                                Map.of(
                                        "size", "s",
                                        "krate.a5c.ai/org", "globex",
                                        "krate.a5c.ai/repository", "nonsense",
                                        "krate.a5c.ai/mine", "kept"))
                        .apply(with("metadata", "name", "local").apply(document(POOL.formatted("robot")))));
        assertThat(pool.metadata().labels())
                .isEqualTo(Map.of(
                        "size", "s",
                        "krate.a5c.ai/mine", "kept",
                        "krate.a5c.ai/org", "acme",
                        "krate.a5c.ai/namespace", "acme",
                        "krate.a5c.ai/service-account", "robot"));
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        tenants.acme(ACCOUNT.formatted("acme"));
        Map<String, Object> document = with("metadata", "labels", Map.of("krate.a5c.ai/org", "globex"))
                .apply(document(POOL.formatted("robot")));
        document = with("metadata", "name", "local").apply(document);
        tenants.apply(ACME, document);
        long version = tenants.store.version();
        assertThat(desk.apply(document, "acme", ACME).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(desk.replace(LOCAL, document, ACME, PLAIN).outcome()).isEqualTo(Outcome.UNCHANGED);
        desk.applyFields(LOCAL, document, ACME, PLAIN);
        long applied = tenants.store.version();
        assertThat(desk.applyFields(LOCAL, document, ACME, PLAIN).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(tenants.store.version()).isEqualTo(applied).isGreaterThanOrEqualTo(version);
    }

    @Test
    void whatTheInstallationOwnsIsWrittenByAdministratorsAlone() {
        for (String kind : List.of("Organization", "OrgNamespaceBinding", "OrgSharingPolicy")) {
            ResourceKey key = new ResourceKey(kind, "krate-system", "acme");
            assertRefused(
                    "FORBIDDEN",
                    "only an administrator writes " + kind,
                    () -> desk.edit(key, stored -> stored, ACME, PLAIN));
            assertRefused("FORBIDDEN", "only an administrator writes " + kind, () -> desk.delete(key, ACME));
        }
    }

    private void assertNowhere(String reference) {
        assertThatThrownBy(() -> tenants.acme(POOL.formatted(reference)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("$.spec.serviceAccountRef: there is no AgentServiceAccount '%s' in this organization"
                        .formatted(reference));
    }

    private void globexAccount() {
        desk.apply(document(ACCOUNT.formatted("globex")), "globex", GLOBEX);
    }

    private void share(String kind, String name, String more) {
        tenants.apply(
                ADMINISTRATOR, document("""
                kind: OrgSharingPolicy
                metadata: {name: share-%2$s-%3$s}
                spec:
                  sourceOrg: globex
                  targetOrg: acme
                  allowedRefs: [{kind: %1$s, names: [%2$s]}]
                  purpose: tests
                  %4$s
                """.formatted(kind, name, kind.toLowerCase(java.util.Locale.ROOT), more)));
    }
}
