package ai.a5c.krate.testkit.mux;

/** What an agent behind the stand-in does. */
@FunctionalInterface
public interface MuxPlay {

    /** Does it; returns when the agent is gone. */
    void perform(MuxRun run) throws InterruptedException;
}
