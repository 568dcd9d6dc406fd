package ai.a5c.krate.engine;

import ai.a5c.krate.git.GitRefusedException;
import java.util.Set;

/** Tells what Git may manage later from what needs a person. */
public final class GitTrouble {

    private static final Set<String> PASSING = Set.of("RemoteUnreachable", "GitTimedOut", "Interrupted");

    private GitTrouble() {}

    /** Whether the same may work later. */
    public static boolean mayPass(GitRefusedException refused) {
        return PASSING.contains(refused.code());
    }
}
