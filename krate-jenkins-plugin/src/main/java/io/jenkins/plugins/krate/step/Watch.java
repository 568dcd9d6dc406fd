package io.jenkins.plugins.krate.step;

import java.io.Serializable;

/** What a waiting step remembers: plain values, since they are kept in the state of the build over restarts. */
final class Watch implements Serializable {

    private static final long serialVersionUID = 1;

    private final String run;
    private final String phase;
    private final String decision;
    private final int calm;
    private final int failures;
    private final long startedAt;
    private final long brokenSince;

    private Watch(String run, String phase, String decision, int calm, int failures, long startedAt, long brokenSince) {
        this.run = run;
        this.phase = phase;
        this.decision = decision;
        this.calm = calm;
        this.failures = failures;
        this.startedAt = startedAt;
        this.brokenSince = brokenSince;
    }

    /** Nothing was asked yet. */
    static Watch begun(long now) {
        return new Watch("", "", "", 0, 0, now, 0);
    }

    /** A run that is known already. */
    static Watch of(String run, long now) {
        return new Watch(run, "", "", 0, 0, now, 0);
    }

    /** The run's name; empty while there is none. */
    String run() {
        return run;
    }

    /** The phase that was told of last. */
    String phase() {
        return phase;
    }

    String decision() {
        return decision;
    }

    /** How often in a row nothing was new. */
    int calm() {
        return calm;
    }

    /** How often in a row there was no answer. */
    int failures() {
        return failures;
    }

    /** In milliseconds since 1970. */
    long startedAt() {
        return startedAt;
    }

    /** Since when there is no answer; 0 if the last one came. */
    long brokenSince() {
        return brokenSince;
    }

    /** After an answer. */
    Watch heard(String name, String now, String decided) {
        boolean same = now.equals(phase) && failures == 0;
        return new Watch(name, now, decided.isEmpty() ? decision : decided, same ? calm + 1 : 0, 0, startedAt, 0);
    }

    /** After no answer. */
    Watch broken(long now) {
        return new Watch(run, phase, decision, 0, failures + 1, startedAt, brokenSince == 0 ? now : brokenSince);
    }
}
