package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store promises of event streams and of the audit trail. */
abstract class StoreTrailContract extends StoreOutboxContract {

    @Test
    void eventsAreReadInTheOrderInWhichTheyWereAppended() {
        LongStream.rangeClosed(1, 12)
                .forEach(sequence -> assertThat(append(sequence)).isTrue());

        assertThat(store.events("run/a", 0, 100))
                .isEqualTo(LongStream.rangeClosed(1, 12)
                        .mapToObj(StoreHarness::event)
                        .toList());
        assertThat(store.events("run/a", 10, 1)).containsExactly(event(11));
        assertThat(store.events("run/a", 12, 10)).isEmpty();
        assertThat(store.events("run/b", 0, 10)).isEmpty();
        long last = store.transact(transaction -> transaction.lastSequence("run/a"));
        long none = store.transact(transaction -> transaction.lastSequence("run/b"));
        assertThat(List.of(last, none)).containsExactly(12L, 0L);
    }

    @Test
    void anEventThatIsThereAlreadyIsNotWrittenAgain() {
        append(1);
        append(2);
        StreamEvent other = new StreamEvent(1, NOW, "other", "{}");

        boolean appended = store.transact(transaction -> transaction.append("run/a", other));

        assertThat(appended).isFalse();
        assertThat(store.events("run/a", 0, 10)).containsExactly(event(1), event(2));
    }

    @Test
    void aGapInAStreamIsRefused() {
        append(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> append(3))
                .withMessage("event 3 of stream run/a cannot follow event 1");
        assertThatIllegalArgumentException().isThrownBy(() -> append(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.transact(transaction -> transaction.append("run/b", event(2))))
                .withMessage("event 2 of stream run/b cannot follow event 0");
        assertThat(store.events("run/a", 0, 10)).containsExactly(event(1));
    }

    @Test
    void oneOfManyWhoAppendTheSameEventWins() {
        List<Boolean> appended = atOnce(8, number -> append(1));

        assertThat(appended).containsOnlyOnce(true);
    }

    @Test
    void auditEntriesAreReadOnceTheyAreSealed() {
        audit(entry("1", "acme"), entry("2", "umbrella"), entry("3", "acme"));

        assertThat(store.audit("acme", 0, 10)).isEmpty();
        assertThat(store.sealAudit(10)).isEqualTo(3);
        assertThat(store.sealAudit(10)).isZero();
        assertThat(entries(store.audit("acme", 0, 10))).containsExactly(entry("1", "acme"), entry("3", "acme"));
        assertThat(entries(store.audit("acme", 1, 10))).containsExactly(entry("3", "acme"));
        assertThat(store.audit("acme", 0, 1)).hasSize(1);
        assertThat(store.audit("nobody", 0, 10)).isEmpty();
        assertChained("acme", 2);
        assertChained("umbrella", 1);
    }

    @Test
    void anEntryWithAKnownIdIsDropped() {
        audit(entry("1", "acme"), entry("1", "acme"));
        store.sealAudit(10);
        audit(entry("1", "acme"), entry("1", "umbrella"));

        assertThat(store.sealAudit(10)).isZero();
        assertChained("acme", 1);
    }

    @Test
    void aSealerTakesNoMoreOfEachOrganizationThanItIsTold() {
        IntStream.range(0, 5).forEach(number -> audit(entry("a" + number, "acme"), entry("u" + number, "umbrella")));

        assertThat(store.sealAudit(2)).isEqualTo(4);
        assertThat(store.sealAudit(2)).isEqualTo(4);
        assertThat(store.sealAudit(2)).isEqualTo(2);
        assertChained("acme", 5);
        assertChained("umbrella", 5);
    }

    @Test
    void sealersAndWritersAtOnceMakeOneChain() {
        atOnce(8, number -> {
            for (int round = 0; round < 6; round++) {
                if (number < 4) {
                    audit(entry(number + "-" + round, "acme"), entry(number + "/" + round, "umbrella"));
                } else {
                    sealer(number).sealAudit(3);
                }
            }
            return number;
        });
        store.sealAudit(100);

        assertChained("acme", 24);
        assertChained("umbrella", 24);
    }

    /** The store through which the sealer of this number works. */
    protected ResourceStore sealer(int number) {
        return store;
    }

    private void assertChained(String organization, int length) {
        List<AuditRecord> chain = store.audit(organization, 0, 1_000);
        assertThat(chain).hasSize(length);
        String previous = AuditRecord.GENESIS;
        for (int at = 0; at < length; at++) {
            AuditRecord record = chain.get(at);
            assertThat(record.entry().organization()).isEqualTo(organization);
            assertThat(record)
                    .isEqualTo(new AuditRecord(
                            record.entry(), at + 1L, previous, AuditRecord.hashOf(record.entry(), at + 1L, previous)));
            previous = record.hash();
        }
    }

    private boolean append(long sequence) {
        return store.transact(transaction -> transaction.append("run/a", event(sequence)));
    }

    private void audit(AuditEntry... entries) {
        commit(transaction -> List.of(entries).forEach(transaction::audit));
    }

    private static List<AuditEntry> entries(List<AuditRecord> records) {
        return records.stream().map(AuditRecord::entry).toList();
    }
}
