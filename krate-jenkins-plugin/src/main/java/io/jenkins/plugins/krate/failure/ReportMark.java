package io.jenkins.plugins.krate.failure;

import hudson.model.Action;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the report of a build is; saved with the build, not shown. */
public final class ReportMark implements Action {

    /** The stations of a report. */
    public enum Station {
        /** To be sent. */
        PENDING,
        /** The engine has it; what comes of it is awaited. */
        SENT,
        /** Nothing more is to be done. */
        DONE,
        /** It could not be sent, or what came of it is no longer awaited. */
        GIVEN_UP
    }

    private Station station = Station.PENDING;
    private final long since;
    private long next;
    private int tries;
    private @Nullable String delivery;
    private @Nullable String problem;

    ReportMark(Instant since) {
        this.since = since.toEpochMilli();
        this.next = this.since;
    }

    Station station() {
        return station;
    }

    /** When the build ended. */
    Instant since() {
        return Instant.ofEpochMilli(since);
    }

    boolean isDue(Instant now) {
        return next <= now.toEpochMilli();
    }

    boolean isOver() {
        return station == Station.DONE || station == Station.GIVEN_UP;
    }

    int tries() {
        return tries;
    }

    /** The name under which the engine keeps it; empty until it is sent. */
    String delivery() {
        return delivery == null ? "" : delivery;
    }

    /** What last went wrong, for people; empty if nothing. */
    String problem() {
        return problem == null ? "" : problem;
    }

    void sent(String name, Instant now) {
        station = Station.SENT;
        delivery = name;
        problem = null;
        tries = 0;
        next = now.toEpochMilli();
    }

    /** All is well; the next look is after {@code pause}. */
    void lookAgain(Instant now, Duration pause) {
        tries = 0;
        problem = null;
        next = now.plus(pause).toEpochMilli();
    }

    /** It did not work; the next try is after {@code pause}. */
    void tryAgain(Instant now, Duration pause, String message) {
        tries++;
        problem = message;
        next = now.plus(pause).toEpochMilli();
    }

    void done() {
        station = Station.DONE;
        problem = null;
    }

    void giveUp(String message) {
        station = Station.GIVEN_UP;
        problem = message;
    }

    @Override
    public @Nullable String getIconFileName() {
        return null;
    }

    @Override
    public @Nullable String getDisplayName() {
        return null;
    }

    @Override
    public @Nullable String getUrlName() {
        return null;
    }
}
