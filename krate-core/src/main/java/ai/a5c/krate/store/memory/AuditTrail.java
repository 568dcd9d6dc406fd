package ai.a5c.krate.store.memory;

import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The audit entries that wait for their place and the chains of those that have it. */
final class AuditTrail {

    private final Set<String> ids = new HashSet<>();
    private final Map<String, List<AuditEntry>> unsealed = new TreeMap<>();
    private final Map<String, List<AuditRecord>> chains = new TreeMap<>();
    private final Undo undo;

    AuditTrail(Undo undo) {
        this.undo = undo;
    }

    void add(AuditEntry entry) {
        if (!ids.add(entry.id())) {
            return;
        }
        List<AuditEntry> waiting = unsealed.computeIfAbsent(entry.organization(), name -> new ArrayList<>());
        waiting.add(entry);
        undo.add(() -> {
            ids.remove(entry.id());
            waiting.remove(waiting.size() - 1);
        });
    }

    int seal(int limit) {
        int sealed = 0;
        for (Map.Entry<String, List<AuditEntry>> waiting : unsealed.entrySet()) {
            List<AuditEntry> next = waiting.getValue()
                    .subList(0, Math.min(limit, waiting.getValue().size()));
            List<AuditRecord> chain = chains.computeIfAbsent(waiting.getKey(), name -> new ArrayList<>());
            next.forEach(entry -> chain.add(following(chain, entry)));
            sealed += next.size();
            next.clear();
        }
        return sealed;
    }

    List<AuditRecord> after(String organization, long sequence, int limit) {
        return chains.getOrDefault(organization, List.of()).stream()
                .skip(Math.max(sequence, 0))
                .limit(limit)
                .toList();
    }

    private static AuditRecord following(List<AuditRecord> chain, AuditEntry entry) {
        long sequence = chain.size() + 1L;
        String previous = chain.isEmpty()
                ? AuditRecord.GENESIS
                : chain.get(chain.size() - 1).hash();
        return new AuditRecord(entry, sequence, previous, AuditRecord.hashOf(entry, sequence, previous));
    }
}
