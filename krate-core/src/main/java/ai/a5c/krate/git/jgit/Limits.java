package ai.a5c.krate.git.jgit;

import java.time.Duration;

/**
 * How much one operation may take.
 *
 * @param patchBytes most bytes of a patch as text
 * @param fileBytes most bytes of one changed file
 * @param silence longest wait for the remote's next byte, in whole seconds
 * @param remote longest conversation with a remote
 * @param command longest run of one local git command
 */
public record Limits(int patchBytes, long fileBytes, Duration silence, Duration remote, Duration command) {

    private static final int MIB = 1024 * 1024;

    /** 5 MiB of patch, 50 MiB a file, 30 seconds of silence, 15 minutes of conversation, 5 minutes a command. */
    public static Limits standard() {
        return new Limits(5 * MIB, 50L * MIB, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofMinutes(5));
    }
}
