package ai.a5c.krate.engine;

import ai.a5c.krate.resource.ResourceKey;

/** What outbox messages are about; their key names the resource to look at. */
public final class Topics {

    /** A stored delivery waits to be decided. */
    public static final String DELIVERY = "delivery";

    /** An approved trigger execution waits to become a run. */
    public static final String ADMISSION = "admission";

    /** A run has ended, so that it may be another one's turn. */
    public static final String TURN = "turn";

    /** A blocked run waits to be reviewed again. */
    public static final String REVIEW = "review";

    /** An approved write-back waits to be written. */
    public static final String WRITE_BACK = "write-back";

    /** A rule fires by the clock; the key goes on with the time. */
    public static final String SCHEDULE = "schedule";

    /** An approval may have run out. */
    public static final String EXPIRY = "expiry";

    /** A run no longer needs its workspaces and sessions. */
    public static final String RELEASE = "release";

    /** An attempt is over, so that what was said in its session can be sealed. */
    public static final String TRANSCRIPT = "transcript";

    /** What belonged to a deleted resource waits to go as well. */
    public static final String GARBAGE = "garbage";

    /** Something in a namespace changed that conditions of its resources may depend on; the key is the namespace. */
    public static final String READINESS = "readiness";

    /** What deliveries may have lost is to be looked for at the forge of a repository; or in which, without a name. */
    public static final String RECONCILE = "reconcile";

    /** An agent asked for a subagent; the key names its run and goes on with the place in the timeline. */
    public static final String SUBAGENT = "subagent";

    /** A run that worked as a subagent is over, and whoever asked for it is to hear of it. */
    public static final String SUBAGENT_OVER = "subagent-over";

    /** Something that Krate itself says at a forge waits to be written. */
    public static final String NOTICE = "notice";

    /** A run has moved, so that what its work item says of it may be something else. */
    public static final String STATUS = "status";

    private Topics() {}

    /** Attempts of a run, launched at {@code host}, are over; only that host can forget their sessions. */
    public static String session(String host) {
        return "session@" + host;
    }

    /** A workspace on {@code host} waits to be looked at, or for what was asked of it; only that host can. */
    public static String workspace(String host) {
        return "workspace@" + host;
    }

    /** The resource that a message's key names. */
    public static ResourceKey resource(String key) {
        String[] parts = key.split("/", 3);
        return new ResourceKey(parts[0], parts[1], parts[2]);
    }
}
