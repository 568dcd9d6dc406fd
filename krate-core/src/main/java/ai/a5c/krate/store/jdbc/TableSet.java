package ai.a5c.krate.store.jdbc;

/** The tables of which something depends on the dialect. */
record TableSet(ResourceTable resources, MessageTable messages, HoldTable holds, AuditTable audit) {

    static TableSet of(Dialect dialect) {
        return new TableSet(
                new ResourceTable(dialect), new MessageTable(dialect), new HoldTable(dialect), new AuditTable(dialect));
    }
}
