package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.DeleteOptions.Propagation;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.SimulatedCrashException;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes with its owner, when, and what stays. */
class CascadeTest extends Deletions {

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

    private String uid(ResourceKey key) {
        return tenants.text(key, "metadata.uid");
    }
}
