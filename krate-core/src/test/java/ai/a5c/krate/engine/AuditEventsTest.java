package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.execution.AuditEvent;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final AuditEvents events = new AuditEvents(store);

    @BeforeEach
    void anOrganizationWithFiveRecordsAndOneThatIsNotSealed() {
        store.transact(transaction -> {
            Records records = new Records(transaction, NOW);
            records.create((OrgNamespaceBinding) ResourceCodec.parse(
                    Map.of(
                            "apiVersion",
                            "krate.a5c.ai/v1alpha1",
                            "kind",
                            "OrgNamespaceBinding",
                            "metadata",
                            Map.of("name", "acme"),
                            "spec",
                            Map.of("organizationRef", "acme-inc", "namespace", "acme")),
                    ResourceDesk.INSTALLATION));
            for (int i = 1; i <= 5; i++) {
                Journal.audit(records, "alice", "run.cancel", run("acme", i), Map.of("reason", "no " + i));
            }
            Journal.audit(records, "bob", "run.retry", run("other", 1), Map.of());
            return "";
        });
        store.sealAudit(100);
        store.transact(transaction -> {
            Journal.audit(new Records(transaction, NOW), "alice", "run.fork", run("acme", 6), Map.of());
            return "";
        });
    }

    private static ResourceKey run(String namespace, int number) {
        return new ResourceKey("AgentDispatchRun", namespace, "run-" + number);
    }

    @Test
    void aRecordIsReadByTheNameOfItsPlace() {
        AuditEvent event = events.get("acme", "audit-0000000002").orElseThrow();
        assertThat(event.metadata().name()).isEqualTo("audit-0000000002");
        assertThat(event.metadata().namespace()).isEqualTo("acme");
        assertThat(event.metadata().resourceVersion()).isEqualTo("2");
        assertThat(event.metadata().creationTimestamp()).isEqualTo(NOW);
        assertThat(event.metadata().labels()).containsEntry("krate.a5c.ai/org", "acme-inc");
        assertThat(event.spec().organizationRef()).isEqualTo("acme-inc");
        assertThat(event.spec().actor()).isEqualTo("alice");
        assertThat(event.spec().action()).isEqualTo("run.cancel");
        assertThat(event.spec().subject()).isEqualTo(run("acme", 2).toString());
        assertThat(Json.readObject(event.spec().details())).isEqualTo(Map.of("reason", "no 2"));
    }

    @Test
    void whatIsReadIsEnoughToCheckTheChain() {
        String previous = AuditRecord.GENESIS;
        for (AuditEvent event : events.page("acme", 0, 100).items()) {
            AuditEvent.Spec spec = event.spec();
            Instant time = Optional.ofNullable(spec.time()).orElseThrow();
            AuditEntry entry = new AuditEntry(
                    spec.id(),
                    event.metadata().namespace(),
                    time,
                    spec.actor(),
                    spec.action(),
                    spec.subject(),
                    spec.details());
            assertThat(spec.previous()).isEqualTo(previous);
            assertThat(spec.digest()).isEqualTo(AuditRecord.hashOf(entry, spec.sequence(), previous));
            previous = spec.digest();
        }
        assertThat(previous).isNotEqualTo(AuditRecord.GENESIS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit-0000000000",
                "audit-0000000006",
                "audit-0000000007",
                "audit-2",
                "audit-00000000002",
                "audit-999999999999999999",
                "audit-9999999999999999999",
                "audit--000000002",
                "audit-\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662",
                "run-1",
                ""
            })
    void whatIsNotSealedOrNoNameIsNotThere(String name) {
        assertThat(events.get("acme", name)).isEmpty();
    }

    @Test
    void aForeignRecordAndAMissingOneAnswerAlike() {
        assertThat(events.get("other", "audit-0000000002")).isEmpty();
        assertThat(events.get("nowhere", "audit-0000000002")).isEmpty();
        assertThat(events.page("nowhere", 0, 10)).isEqualTo(new AuditEvents.Events(List.of(), 0));
    }

    @Test
    void aNamespaceOfNoOrganizationIsReadToo() {
        AuditEvent event = events.get("other", "audit-0000000001").orElseThrow();
        assertThat(event.spec().organizationRef()).isEmpty();
        assertThat(event.metadata().labels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 1_000})
    void pagesOfAnySizeGiveEachSealedRecordOnceInOrder(int limit) {
        List<Long> seen = new ArrayList<>();
        long after = 0;
        do {
            AuditEvents.Events page = events.page("acme", after, limit);
            assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(event -> seen.add(event.spec().sequence()));
            after = page.next();
        } while (after != 0);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void aPageIsBounded(int limit) {
        assertThatThrownBy(() -> events.page("acme", 0, limit))
                .hasMessage("limit must be from 1 to 1000, got " + limit);
    }
}
