package io.jenkins.plugins.krate.build;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the page of a build shows. */
public final class BuildPage {

    private final List<RunPane> runs;
    private final boolean stale;
    private final long madeAt;

    BuildPage(LastView.Looked<List<RunPane>> looked) {
        this.runs = List.copyOf(looked.view());
        this.stale = looked.stale();
        this.madeAt = looked.madeAt();
    }

    public List<RunPane> getRuns() {
        return runs;
    }

    /** Whether Krate did not answer in time, so that this is older than wanted. */
    public boolean isStale() {
        return stale;
    }

    /** When Krate told this; empty for what was kept with the build. */
    public String getMadeAt() {
        return madeAt == 0
                ? ""
                : Instant.ofEpochMilli(madeAt).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
