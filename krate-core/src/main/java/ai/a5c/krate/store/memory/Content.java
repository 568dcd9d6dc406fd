package ai.a5c.krate.store.memory;

/** All that a store in memory keeps, with the undo log of the running transaction. */
record Content(
        Undo undo, Resources resources, Outbox outbox, Holds holds, Streams streams, Queue queue, AuditTrail audit) {

    static Content empty() {
        Undo undo = new Undo();
        return new Content(
                undo,
                new Resources(undo),
                new Outbox(undo),
                new Holds(undo),
                new Streams(undo),
                new Queue(undo),
                new AuditTrail(undo));
    }
}
