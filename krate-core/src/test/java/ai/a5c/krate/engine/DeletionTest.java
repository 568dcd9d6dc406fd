package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.assertRefused;
import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.key;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.DeleteOptions.Propagation;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be deleted, and who is asked first. */
class DeletionTest extends Deletions {

    private static final String NEEDED =
            "AgentServiceAccount/acme/robot is needed by RunnerPool/acme/local; delete them first, or let them lose it"
                    + " with propagationPolicy Foreground or the annotation krate.a5c.ai/delete-dependents";

    @ParameterizedTest
    @EnumSource(
            value = Propagation.class,
            names = {"BACKGROUND", "ORPHAN"})
    void whatIsNeededIsNotDeleted(Propagation propagation) {
        accountAndPool();
        List<StoredResource> before = tenants.everything();
        assertRefused("HAS_DEPENDENTS", NEEDED, () -> desk.delete(ACCOUNT, options(propagation), ACME));
        assertThat(tenants.everything()).isEqualTo(before);
    }

    @Test
    void atMostTwentyDependentsAreNamed() {
        account();
        IntStream.range(10, 35).forEach(i -> pool("pool-" + i));
        String first = IntStream.range(10, 30)
                .mapToObj(i -> "RunnerPool/acme/pool-" + i)
                .collect(joining(", "));
        assertThatThrownBy(() -> desk.delete(ACCOUNT, ACME))
                .hasMessageStartingWith(
                        "AgentServiceAccount/acme/robot is needed by " + first + ", ... (25 in all); delete them");
    }

    @Test
    void foregroundLetsDependentsLoseItAndSaysSoInTheirConditions() {
        accountAndPool();
        Deleted deleted = desk.delete(ACCOUNT, FOREGROUND, ACME);
        assertThat(deleted.gone()).isTrue();
        assertThat(desk.get(ACCOUNT)).isEmpty();
        assertLost();
        assertThat(audited("resource.deleted"))
                .containsExactly(
                        "AgentServiceAccount/acme/robot {\"lostBy\":\"RunnerPool/acme/local\",\"propagation\":\"foreground\",\"road\":\"api\"}");
    }

    @Test
    void theAnnotationConsentsLikeForeground() {
        accountAndPool();
        desk.edit(ACCOUNT, with("metadata", "annotations", Map.of(ResourceDeletion.DEPENDENTS, "true")), ACME, PLAIN);
        assertThat(desk.delete(ACCOUNT, BACKGROUND, ACME).gone()).isTrue();
        assertLost();
    }

    @Test
    void whatIsUnderWayIsNeverCutLoose() {
        accountAndPool();
        run("pending");
        assertRefused(
                "HAS_DEPENDENTS",
                "RunnerPool/acme/local is needed by AgentDispatchRun/acme/run-1; end or cancel them first",
                () -> desk.delete(POOL, FOREGROUND, ACME));
        desk.delete(key("RunnerPool", "spare"), BACKGROUND, ACME);
    }

    @Test
    void whatHasEndedNeedsNothing() {
        accountAndPool();
        run("succeeded");
        assertThat(desk.delete(POOL, BACKGROUND, ACME).gone()).isTrue();
    }

    @Test
    void finalizersKeepAResourceUntilTheLastIsRemoved() {
        account("finalizers: [a.example/x, b.example/y]");
        Deleted first = desk.delete(ACCOUNT, BACKGROUND, ACME);
        assertThat(first.gone()).isFalse();
        assertThat(first.resource().metadata().deletionTimestamp()).isEqualTo(tenants.now());
        tenants.pass(Duration.ofHours(1));
        long version = store.version();
        assertThat(desk.delete(ACCOUNT, BACKGROUND, ACME)).isEqualTo(first);
        assertThat(store.version()).isEqualTo(version);
        finalizers(List.of("b.example/y"));
        assertThat(desk.get(ACCOUNT)).isPresent();
        finalizers(List.of());
        assertThat(desk.get(ACCOUNT)).isEmpty();
        assertThat(audited("resource.deleted")).hasSize(1);
    }

    @Test
    void whatIsBeingDeletedTakesNoNewFinalizersSpecsOrReferences() {
        account("finalizers: [a.example/x]");
        desk.delete(ACCOUNT, BACKGROUND, ACME);
        assertThatThrownBy(() -> finalizers(List.of("a.example/x", "c.example/z")))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("$.metadata.finalizers: 'c.example/z' comes too late; the resource is being deleted");
        assertThatThrownBy(() -> desk.edit(ACCOUNT, with("spec", "serviceAccountName", "x"), ACME, PLAIN))
                .hasMessage("$.spec: may not change; the resource is being deleted");
        assertThatThrownBy(() -> pool("local"))
                .hasMessage("$.spec.serviceAccountRef: there is no AgentServiceAccount 'robot' in this organization");
    }

    @Test
    void anOrganizationGoesLast() {
        account();
        ResourceKey binding = new ResourceKey("OrgNamespaceBinding", "krate-system", "acme");
        assertRefused(
                "HAS_DEPENDENTS",
                "OrgNamespaceBinding/krate-system/acme is needed by AgentServiceAccount/acme/robot; delete them first",
                () -> desk.delete(binding, FOREGROUND, ADMINISTRATOR));
        assertThatThrownBy(() ->
                        desk.delete(new ResourceKey("Organization", "krate-system", "acme"), FOREGROUND, ADMINISTRATOR))
                .hasMessageEndingWith("; delete them first")
                .hasMessageNotContaining("globex");
        desk.delete(ACCOUNT, BACKGROUND, ACME);
        desk.delete(binding, BACKGROUND, ADMINISTRATOR);
        desk.delete(new ResourceKey("Organization", "krate-system", "acme"), BACKGROUND, ADMINISTRATOR);
    }

    private void assertLost() {
        assertThat(Fields.places(tenants.stored(POOL), "status.conditions[].reason"))
                .extracting(Fields.Place::value)
                .containsExactly("DependencyDeleted");
        assertThat(Fields.places(tenants.stored(POOL), "status.conditions[].message"))
                .extracting(Fields.Place::value)
                .containsExactly("AgentServiceAccount 'robot' was deleted");
    }

    private void run(String phase) {
        Map<String, Object> run = Tenants.document("""
                kind: AgentDispatchRun
                metadata: {name: run-1, namespace: acme}
                spec: {organizationRef: acme, runnerPool: local}
                status: {phase: %s}
                """.formatted(phase));
        tenants.put(List.of(run));
    }
}
