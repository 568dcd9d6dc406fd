package ai.a5c.krate.engine;

import java.time.Duration;

/** Which hosts have a server that works on attempts: each server notes its own for a short while, again and again. */
public final class Hosts {

    /** For how long a host counts after it was noted: a server that is only started anew is not missed. */
    public static final Duration NOTED = Duration.ofSeconds(45);

    private static final String SCOPE = "host-at-work";

    private Hosts() {}

    /** Notes that a server works on attempts at {@code host}. */
    public static void note(Records records, String host) {
        records.transaction()
                .take(SCOPE, host, host, records.now(), records.now().plus(NOTED));
    }

    /** Whether a server at {@code host} worked on attempts a short while ago. */
    public static boolean isAtWork(Records records, String host) {
        return records.transaction().holder(SCOPE, host, records.now()).isPresent();
    }

    /** Whether what is kept at {@code host} cannot be had from a server at {@code here}, nor by one that is there. */
    public static boolean isOutOfReach(Records records, String host, String here) {
        return !host.isEmpty() && !host.equals(here) && !isAtWork(records, host);
    }
}
