package ai.a5c.krate.writeback;

import java.util.Locale;

/** Something in a patch that a person looks at before it is written, whatever the rules allow. */
public enum Risk {
    LARGE_FOR_ITS_REQUEST("it changes far more than the request suggests"),
    DELETED_ASSERTIONS("it deletes assertions or tests"),
    BINARY("it carries bytes that nobody can read"),
    SYMLINK("it makes or changes a symbolic link"),
    FILE_MODE("it changes what may be executed"),
    OUTSIDE_THE_TREE("it names a path outside of the repository"),
    CI_DEFINITION("it changes how the project is built"),
    GIT_HOOK("it changes what Git runs"),
    OWNERS("it changes who must review"),
    LOCK_FILE("it changes which dependencies are used"),
    AGENT_CONFIGURATION("it changes what agents are told"),
    SAYS_PASSED("it says that a commit passes a check");

    private final String message;

    Risk(String message) {
        this.message = message;
    }

    /** For people. */
    public String message() {
        return message;
    }

    /** As it is written outside of Java, such as {@code lock-file}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
