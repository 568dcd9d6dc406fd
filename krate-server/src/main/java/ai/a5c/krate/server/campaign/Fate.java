package ai.a5c.krate.server.campaign;

import java.util.Locale;

/** What the campaign means to do with a request, and so what may and must become of it. */
enum Fate {
    /** A person says yes. */
    APPROVE(70, true, true, true),
    /** A person says yes twice, at two servers at once. */
    APPROVE_TWICE(30, true, true, true),
    /** A person says no. */
    DENY(15, true, false, false),
    /** One says yes and one says no, at once. */
    APPROVE_AND_DENY(10, true, true, false),
    /** A person says yes while another one cancels the run. */
    APPROVE_AND_CANCEL(15, true, true, false),
    /** The run is cancelled at some instant; whoever is asked before that says yes. */
    CANCEL(20, true, true, false),
    /** The agent fails. */
    FAIL(10, true, false, false),
    /** Somebody who may not write asks, and a person says no. */
    OUTSIDER(10, false, false, false),
    /** A comment that asks for nothing. */
    NOTHING(10, false, false, false);

    private final int weight;
    private final boolean run;
    private final boolean mayWrite;
    private final boolean mustWrite;

    Fate(int weight, boolean run, boolean mayWrite, boolean mustWrite) {
        this.weight = weight;
        this.run = run;
        this.mayWrite = mayWrite;
        this.mustWrite = mustWrite;
    }

    /** How often it is chosen, beside the others. */
    int weight() {
        return weight;
    }

    /** Whether there must be exactly one run; otherwise there must be none. */
    boolean makesRun() {
        return run;
    }

    /** Whether anything may be on the forge in the end. */
    boolean mayWrite() {
        return mayWrite;
    }

    /** Whether branch and comment must be on the forge in the end. */
    boolean mustWrite() {
        return mustWrite;
    }

    /** In words, as {@code approve-and-cancel}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
