package ai.a5c.krate.dispatch;

/** A write-back that an attempt requested, by its place among them, and how it stands. */
public record WriteBack(int ordinal, WriteBackStanding standing) {

    public WriteBack {
        if (ordinal < 0) {
            throw new IllegalArgumentException("a write-back's ordinal must not be negative, got " + ordinal);
        }
    }

    WriteBack now(WriteBackStanding next) {
        return new WriteBack(ordinal, next);
    }
}
