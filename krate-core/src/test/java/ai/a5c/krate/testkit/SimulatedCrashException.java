package ai.a5c.krate.testkit;

/** The end of a process, as {@link CrashingStore} plays it; nobody may handle it but the test. */
public final class SimulatedCrashException extends RuntimeException {

    SimulatedCrashException(String message) {
        super(message);
    }
}
