package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Ports;

/** Sets up desks at which everything can be tried and nothing is kept. */
public final class Stage {

    private Stage() {}

    /** The desk of {@code desk}'s resources as they are. */
    public static Desk of(Desk desk) {
        return of(desk, Overlay.NONE);
    }

    /** The desk of {@code desk}'s resources as they would be. */
    static Desk of(Desk desk, Overlay overlay) {
        Ports ports = desk.ports();
        return new Desk(ports.rehearsing(
                new ReadOnlyStore(ports.store(), overlay),
                new ScratchBlobs(ports.blobs()),
                new QuietRepositories(ports.repositories())));
    }
}
