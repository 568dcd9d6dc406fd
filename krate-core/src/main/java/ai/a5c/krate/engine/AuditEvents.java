package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.execution.AuditEvent;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sealed audit records of a namespace as resources, which only this class makes: the trail is kept beside them. */
public final class AuditEvents {

    private static final Pattern NAME = Pattern.compile("audit-([0-9]{10,18})");

    private final ResourceStore store;

    public AuditEvents(ResourceStore store) {
        this.store = store;
    }

    /** The name of the record in that place of its chain, such as {@code audit-0000000042}; sorts as the records do. */
    public static String name(long sequence) {
        return "audit-%010d".formatted(sequence);
    }

    /** The record of that name; empty also for what is not sealed yet and for what is no such name. */
    public Optional<AuditEvent> get(String namespace, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long sequence = Long.parseLong(matcher.group(1));
        if (sequence == 0 || !name(sequence).equals(name)) {
            return Optional.empty();
        }
        return store.audit(namespace, sequence - 1, 1).stream()
                .filter(each -> each.sequence() == sequence)
                .map(each -> event(each, organization(namespace)))
                .findFirst();
    }

    /**
     * The records of a namespace after place {@code after} of its chain, oldest first.
     *
     * @param limit at most this many, from 1 to {@link Query#MAX_LIMIT}
     */
    public Events page(String namespace, long after, int limit) {
        if (limit < 1 || limit > Query.MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to %d, got %d".formatted(Query.MAX_LIMIT, limit));
        }
        List<AuditRecord> records = store.audit(namespace, after, limit);
        if (records.isEmpty()) {
            return new Events(List.of(), 0);
        }
        long last = records.get(records.size() - 1).sequence();
        boolean more =
                records.size() == limit && !store.audit(namespace, last, 1).isEmpty();
        String organization = organization(namespace);
        return new Events(
                records.stream().map(each -> event(each, organization)).toList(), more ? last : 0);
    }

    private String organization(String namespace) {
        Query bindings = Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION)
                .whereField("spec.namespace", namespace)
                .limit(1);
        return store.list(bindings).items().stream()
                .map(stored -> (OrgNamespaceBinding) StoredRecords.read(stored))
                .map(binding -> binding.spec().organizationRef())
                .findFirst()
                .orElse("");
    }

    private static AuditEvent event(AuditRecord record, String organization) {
        AuditEntry entry = record.entry();
        Metadata metadata = new Metadata(
                name(record.sequence()),
                entry.organization(),
                entry.id(),
                1,
                Long.toString(record.sequence()),
                entry.time(),
                null,
                Labels.of("org", organization),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
        AuditEvent.Spec spec = new AuditEvent.Spec(
                organization,
                record.sequence(),
                entry.id(),
                entry.time(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.document(),
                record.previous(),
                record.hash());
        return new AuditEvent(metadata, spec, new AuditEvent.Status(1));
    }

    /**
     * One page.
     *
     * @param next the place to ask for the following page after; 0 on the last one
     */
    public record Events(List<AuditEvent> items, long next) {

        public Events {
            items = List.copyOf(items);
        }
    }
}
