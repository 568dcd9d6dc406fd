package ai.a5c.krate.runtime.process;

import java.util.List;
import java.util.function.Supplier;

/** Keeps the ear of one session at its place in the output; when somebody reads further back it begins anew. */
final class Follower {

    private final Supplier<Ear> fresh;
    private Ear ear;
    private long place;

    private final boolean remembers;

    Follower(Supplier<Ear> fresh) {
        this(fresh, true);
    }

    private Follower(Supplier<Ear> fresh, boolean remembers) {
        this.fresh = fresh;
        this.ear = fresh.get();
        this.remembers = remembers;
    }

    /** One to whom each line means the same wherever it stands. */
    static Follower forgetful(Ear ear) {
        return new Follower(() -> ear, false);
    }

    /** From which byte it must hear on to have heard everything before {@code start}. */
    long from(long start) {
        if (!remembers) {
            return start;
        }
        if (place > start) {
            ear = fresh.get();
            place = 0;
        }
        return place;
    }

    List<Said> hear(String line) {
        return ear.hear(line);
    }

    /** Notes that everything before {@code end} was heard. */
    void passed(long end) {
        place = end;
    }
}
