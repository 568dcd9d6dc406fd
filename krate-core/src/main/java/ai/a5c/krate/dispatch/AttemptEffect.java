package ai.a5c.krate.dispatch;

/** What must be done for an attempt once its new state is stored; doing it twice must be harmless. */
public sealed interface AttemptEffect {

    /** Look for what was launched under the attempt's key, and launch only if there is nothing. */
    record Launch(int number, long fencingToken) implements AttemptEffect {}

    /** Look for what was launched under the attempt's key, and attach to it from the stored cursor; never launch. */
    record Attach(int number, long fencingToken) implements AttemptEffect {}

    /** End the attempt's process tree, pod or session. */
    record Stop(int number) implements AttemptEffect {}
}
