package ai.a5c.krate.runtime.process;

import java.util.Locale;

/** How the processes of an agent are held together, so that all of them can be ended. */
enum Containment {
    /** A PID namespace, as root: nothing escapes. */
    NAMESPACE,
    /** A PID namespace inside a user namespace: nothing escapes. */
    USER_NAMESPACE,
    /** A variable in each environment: what clears its own and leaves its process group escapes. */
    MARK;

    /** As the supervisor is told. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
