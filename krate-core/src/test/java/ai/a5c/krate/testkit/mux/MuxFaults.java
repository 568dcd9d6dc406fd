package ai.a5c.krate.testkit.mux;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the stand-in does wrong on command. */
public final class MuxFaults {

    /** Never greets. */
    public volatile boolean mute;

    /** Sends no pongs any more. */
    public volatile boolean deaf;

    /** Sends each event twice. */
    public volatile boolean twice;

    /** Tells its health without counting runs. */
    public volatile boolean countless;

    /** Has no health to tell. */
    public volatile boolean healthless;

    /** Takes this long for each answer over HTTP. */
    public volatile Duration slowness = Duration.ZERO;

    /** How many launches are answered with 500 and not done. */
    public final AtomicInteger failedStarts = new AtomicInteger();

    /** How many launches are done, and answered with 500. */
    public final AtomicInteger lostAnswers = new AtomicInteger();

    /** How many launches find their agent not installed. */
    public final AtomicInteger undetected = new AtomicInteger();

    /** Numbers of events that are not sent when they happen; a replay has them. */
    public final Set<Long> skipped = ConcurrentHashMap.newKeySet();

    /** Numbers of events that are never sent. */
    public final Set<Long> lost = ConcurrentHashMap.newKeySet();

    /** Runs whose events are gone: every subscription is answered so. */
    public final Set<String> truncated = ConcurrentHashMap.newKeySet();

    /** How many answers to questions are taken and not replied to, since the connection breaks. */
    public final AtomicInteger lostReplies = new AtomicInteger();

    /** How long questions wait until they are allowed. */
    public volatile Duration patience = Duration.ofSeconds(30);

    MuxFaults() {}
}
