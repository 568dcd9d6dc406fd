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
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.SimulatedCrashException;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeletionTest {

    private static final ResourceKey ACCOUNT = key("AgentServiceAccount", "robot");
    private static final ResourceKey POOL = key("RunnerPool", "local");
    private static final DeleteOptions FOREGROUND = options(Propagation.FOREGROUND);
    private static final DeleteOptions BACKGROUND = options(Propagation.BACKGROUND);
    private static final DeleteOptions ORPHAN = options(Propagation.ORPHAN);
    private static final String NEEDED =
            "AgentServiceAccount/acme/robot is needed by RunnerPool/acme/local; delete them first, or let them lose it"
                    + " with propagationPolicy Foreground or the annotation krate.a5c.ai/delete-dependents";

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final Tenants tenants = Tenants.on(store);
    private final ResourceDesk desk = tenants.desk;

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
    void ownersMustBeThere() {
        account();
        assertThatThrownBy(() -> tenants.acme(owned("local", "no-such-uid", true)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(
                        "$.metadata.ownerReferences[0]: there is no AgentServiceAccount 'robot' with that uid in this organization that can own it");
    }

    @Test
    void inTheBackgroundWhatIsOwnedGoesAfterItsOwner() {
        account();
        own("local", true);
        assertThat(desk.delete(ACCOUNT, BACKGROUND, ACME).gone()).isTrue();
        assertThat(desk.get(POOL)).isPresent();
        drain();
        assertThat(desk.get(POOL)).isEmpty();
        assertThat(audited("resource.deleted"))
                .element(1)
                .asString()
                .matches("RunnerPool/acme/local \\{\"owner\":\"AgentServiceAccount/acme/uid=[-0-9a-f]+\"}");
    }

    @Test
    void inTheForegroundAnOwnerWaitsForWhatBlocksIt() {
        account();
        own("local", true, "finalizers: [a.example/x]");
        own("other", false, "finalizers: [a.example/x]");
        Deleted deleted = desk.delete(ACCOUNT, FOREGROUND, ACME);
        assertThat(deleted.gone()).isFalse();
        assertThat(desk.get(ACCOUNT).orElseThrow().metadata().finalizers()).containsExactly("foregroundDeletion");
        drain();
        assertThat(desk.get(ACCOUNT)).isPresent();
        desk.edit(POOL, with("metadata", "finalizers", List.of()), ACME, PLAIN);
        drain();
        assertThat(desk.get(POOL)).isEmpty();
        assertThat(desk.get(ACCOUNT)).isEmpty();
        assertThat(desk.get(key("RunnerPool", "other"))).isPresent();
    }

    @Test
    void orphansStayWithoutTheirOwner() {
        account();
        own("local", true);
        assertThat(desk.delete(ACCOUNT, ORPHAN, ACME).gone()).isTrue();
        drain();
        assertThat(desk.get(POOL).orElseThrow().metadata().ownerReferences()).isEmpty();
    }

    @Test
    void whatHasAnotherOwnerStays() {
        account();
        Resource second = tenants.acme(account("second", ""));
        own("local", true, """
                ownerReferences:
                  - {apiVersion: krate.a5c.ai/v1alpha1, kind: AgentServiceAccount, name: robot, uid: %s}
                  - {apiVersion: krate.a5c.ai/v1alpha1, kind: AgentServiceAccount, name: second, uid: %s}
                """.formatted(uid(ACCOUNT), second.metadata().uid())
                .indent(2)
                .strip());
        desk.delete(ACCOUNT, BACKGROUND, ACME);
        drain();
        assertThat(desk.get(POOL).orElseThrow().metadata().ownerReferences())
                .extracting(owner -> owner.name())
                .containsExactly("second");
    }

    @Test
    void aCircleOfOwnersEnds() {
        account();
        own("local", true);
        Map<String, Object> back = Map.of(
                "apiVersion", "krate.a5c.ai/v1alpha1",
                "kind", "RunnerPool",
                "name", "local",
                "uid", uid(POOL),
                "blockOwnerDeletion", true);
        desk.edit(ACCOUNT, with("metadata", "ownerReferences", List.of(back)), ACME, PLAIN);
        desk.delete(ACCOUNT, FOREGROUND, ACME);
        drain();
        assertThat(desk.get(ACCOUNT)).isEmpty();
        assertThat(desk.get(POOL)).isEmpty();
    }

    @Test
    void aCascadeThatHasBegunEndsWheneverTheProcessDies() {
        for (Propagation propagation : Propagation.values()) {
            int writes = cascade(propagation, Integer.MAX_VALUE);
            assertThat(writes).as("steps").isGreaterThan(4);
            for (int fatal = 1; fatal <= writes; fatal++) {
                cascade(propagation, fatal);
            }
        }
    }

    /** Deletes an owner of 500, dies at write {@code fatal}, starts again; returns how many writes there were. */
    private static int cascade(Propagation propagation, int fatal) {
        InMemoryResourceStore lasting = new InMemoryResourceStore();
        Tenants before = Tenants.on(lasting);
        before.acme(account("robot", ""));
        String uid = before.text(ACCOUNT, "metadata.uid");
        before.put(IntStream.range(0, 500)
                .mapToObj(i -> Tenants.document(owned("pool-" + i, uid, true)))
                .toList());
        CrashingStore dying = CrashingStore.beforeCommit(lasting, fatal);
        boolean died = false;
        try {
            Tenants first = new Tenants(dying);
            first.desk.delete(ACCOUNT, options(propagation), ACME);
            drain(first);
        } catch (SimulatedCrashException e) {
            died = true;
        }
        assertThat(died).isEqualTo(fatal < Integer.MAX_VALUE);
        Tenants after = new Tenants(lasting);
        after.pass(Duration.ofMinutes(5));
        drain(after);
        long pools = after.everything().stream()
                .filter(each -> each.key().kind().equals("RunnerPool"))
                .filter(each ->
                        propagation != Propagation.ORPHAN || each.document().contains(uid))
                .count();
        boolean begun = fatal > 1;
        assertThat(after.desk.get(ACCOUNT).isEmpty()).isEqualTo(begun);
        assertThat(pools).isEqualTo(begun ? 0 : 500);
        return dying.writes();
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

    private List<String> audited(String action) {
        while (store.sealAudit(500) > 0) {
            // until nothing is left to seal
        }
        return store.audit("acme", 0, 1_000).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.action().equals(action))
                .map(DeletionTest::line)
                .toList();
    }

    private static String line(AuditEntry entry) {
        return entry.subject() + " " + entry.document();
    }

    private void finalizers(List<String> names) {
        desk.edit(ACCOUNT, with("metadata", "finalizers", names), ACME, PLAIN);
    }

    private void accountAndPool() {
        account();
        pool("local");
        pool("spare");
        desk.edit(key("RunnerPool", "spare"), with("spec", "serviceAccountRef", ""), ACME, PLAIN);
    }

    private void account() {
        account("");
    }

    private void account(String metadata) {
        tenants.acme(account("robot", metadata));
    }

    private static String account(String name, String metadata) {
        return """
                kind: AgentServiceAccount
                metadata:
                  name: %s
                  %s
                spec: {namespace: acme, serviceAccountName: robot}
                """.formatted(name, metadata);
    }

    private void pool(String name) {
        tenants.acme("""
                kind: RunnerPool
                metadata: {name: %s}
                spec: {maxReplicas: 1, serviceAccountRef: robot}
                """.formatted(name));
    }

    private void own(String name, boolean blocks, String... metadata) {
        tenants.acme(
                metadata.length > 0 && metadata[0].startsWith("ownerReferences")
                        ? pool(name, metadata[0])
                        : owned(name, uid(ACCOUNT), blocks, metadata));
    }

    private static String owned(String name, String uid, boolean blocks, String... metadata) {
        return pool(name, """
                ownerReferences:
                    - apiVersion: krate.a5c.ai/v1alpha1
                      kind: AgentServiceAccount
                      name: robot
                      uid: %s
                      blockOwnerDeletion: %s
                  %s""".formatted(uid, blocks, String.join("", metadata)));
    }

    private static String pool(String name, String metadata) {
        return """
                kind: RunnerPool
                metadata:
                  name: %s
                  %s
                spec: {maxReplicas: 1}
                """.formatted(name, metadata);
    }

    private String uid(ResourceKey key) {
        return tenants.text(key, "metadata.uid");
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

    private void drain() {
        drain(tenants);
    }

    /** Does what the engine's loop does with the garbage that is due. */
    private static void drain(Tenants tenants) {
        Garbage garbage = new Garbage(tenants.engine);
        List<Message> due;
        do {
            due = tenants.store.claim(Topics.GARBAGE, tenants.now(), Duration.ofMinutes(1), 1);
            due.forEach(garbage::process);
        } while (!due.isEmpty());
    }

    private static DeleteOptions options(Propagation propagation) {
        return new DeleteOptions(false, propagation, "", "");
    }
}
