package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.trust.Trust;

/** Says which agents run in a sandbox. */
final class Isolation {

    private Isolation() {}

    /** Whether the agent must be kept from the host: its work is not trusted, or the setup wants it so. */
    static boolean needed(LaunchRequest request) {
        return request.trust() != Trust.TRUSTED || request.setup().sandbox().required();
    }
}
