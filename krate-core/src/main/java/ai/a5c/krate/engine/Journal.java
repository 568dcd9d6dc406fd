package ai.a5c.krate.engine;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.VersionConflictException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is told afterwards: the timeline of a run, and the audit trail; both written in the deciding transaction. */
public final class Journal {

    private Journal() {}

    /** The stream that holds a run's timeline. */
    public static String stream(String namespace, String run) {
        return "run/" + namespace + "/" + run;
    }

    /** Adds to a run's timeline; says at which sequence. */
    public static long tell(Records records, ResourceKey run, String type, Map<String, ?> document) {
        String stream = stream(run.namespace(), run.name());
        long next = records.transaction().lastSequence(stream) + 1;
        StreamEvent event = new StreamEvent(next, records.now(), type, Json.write(document));
        if (!records.transaction().append(stream, event)) {
            throw new VersionConflictException("%s has its event %d already".formatted(stream, next), null);
        }
        return next;
    }

    /** Adds to the audit trail of the organization that owns {@code subject}'s namespace. */
    public static void audit(
            Records records, String actor, String action, ResourceKey subject, Map<String, ?> details) {
        Map<String, Object> document = new LinkedHashMap<>(details);
        records.transaction()
                .audit(new AuditEntry(
                        UUID.randomUUID().toString(),
                        subject.namespace(),
                        records.now(),
                        actor,
                        action,
                        subject.toString(),
                        CanonicalJson.text(document)));
    }
}
