package ai.a5c.krate.failure.detect;

/** What kind of thing broke a build, and so who can mend it. */
public enum Cause {
    /** Source code that does not compile or link. */
    COMPILE,
    /** A test that failed. */
    TEST,
    /** A linter, formatter or other check that refuses the source code. */
    CHECK,
    /** A dependency, package or image that does not exist, does not fit or may not be had. */
    DEPENDENCY,
    /** A build description, option, tool or file that is missing or wrong. */
    CONFIGURATION,
    /** A neighbour that was not reached or did not answer. */
    NETWORK,
    /** Memory, disk, processes or handles that ran out. */
    RESOURCES,
    /** Something that took longer than it may. */
    TIMEOUT,
    /** The machine, agent or daemon on which the build ran. */
    INFRASTRUCTURE,
    /** A program or script that ended with an error of its own. */
    SCRIPT,
    /** Nothing is known but that it failed. */
    UNKNOWN
}
