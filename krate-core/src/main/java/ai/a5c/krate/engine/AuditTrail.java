package ai.a5c.krate.engine;

import ai.a5c.krate.store.AuditRecord;
import java.util.List;
import java.util.Optional;

/** Reads the audit trail and checks its chain. */
public final class AuditTrail {

    private static final int PAGE = 500;

    private final Desk desk;

    public AuditTrail(Desk desk) {
        this.desk = desk;
    }

    /** The sealed records of a namespace after {@code after}, in order, at most {@code limit}. */
    public List<AuditRecord> list(String namespace, long after, int limit) {
        return desk.ports().store().audit(namespace, after, limit);
    }

    /** Seals what is not sealed yet, and checks every record of the namespace's chain. */
    public Verification verify(String namespace) {
        while (desk.ports().store().sealAudit(PAGE) > 0) {
            // until nothing is left to seal
        }
        long count = 0;
        String previous = AuditRecord.GENESIS;
        while (true) {
            List<AuditRecord> page = list(namespace, count, PAGE);
            for (AuditRecord each : page) {
                Optional<String> problem = problem(each, count + 1, previous);
                if (problem.isPresent()) {
                    return new Verification(false, count, 0, problem.get());
                }
                previous = each.hash();
                count++;
            }
            if (page.isEmpty()) {
                return new Verification(true, count, 0, "");
            }
        }
    }

    private static Optional<String> problem(AuditRecord each, long sequence, String previous) {
        if (each.sequence() != sequence) {
            return Optional.of("record %d is missing".formatted(sequence));
        }
        if (!each.previous().equals(previous)) {
            return Optional.of("record %d does not follow the one before it".formatted(sequence));
        }
        return each.hash().equals(AuditRecord.hashOf(each.entry(), sequence, previous))
                ? Optional.empty()
                : Optional.of("record %d was changed after it was sealed".formatted(sequence));
    }

    /**
     * What a check of the chain found.
     *
     * @param records how many are intact from the first on
     * @param unsealed entries that wait for their place in the chain; none right after a check, which seals first
     * @param problem the first that is not, or empty
     */
    public record Verification(boolean intact, long records, long unsealed, String problem) {}
}
