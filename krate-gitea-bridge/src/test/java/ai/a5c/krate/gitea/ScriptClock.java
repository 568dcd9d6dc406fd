package ai.a5c.krate.gitea;

import java.time.InstantSource;

/** The time by which a script's Krate goes. */
interface ScriptClock extends InstantSource {

    /** Waits until something may have come of what was done. */
    void pause();

    /** Lets Krate's time go by faster from now on, where its own is not the forge's. */
    void hurry();

    /** Whether Krate's time is ahead of the forge's. */
    boolean isAhead();
}
