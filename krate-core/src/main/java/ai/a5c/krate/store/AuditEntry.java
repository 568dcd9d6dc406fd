package ai.a5c.krate.store;

import java.time.Instant;

/**
 * Something that was decided or done, before it has its place in the chain.
 *
 * @param id unique; a second entry with the same id is dropped
 * @param actor who: a user, a rule, a server
 * @param action what, as {@code noun.verb}
 * @param subject on what, as {@code Kind/namespace/name}
 * @param document the details as canonical JSON text, redacted
 */
public record AuditEntry(
        String id, String organization, Instant time, String actor, String action, String subject, String document) {

    public AuditEntry {
        StoreInput.name("the id of an audit entry", id);
        StoreInput.name("the organization of an audit entry", organization);
        StoreInput.text("the actor of an audit entry", actor);
        StoreInput.text("the action of an audit entry", action);
        StoreInput.text("the subject of an audit entry", subject);
        StoreInput.text("the document of an audit entry", document);
    }
}
