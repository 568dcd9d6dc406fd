package io.jenkins.plugins.krate;

import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What a step tells a script of a run; a value of its own, since scripts keep it in the state of the build. */
public final class KrateRun implements Serializable {

    private static final long serialVersionUID = 1;

    private final String id;
    private final String phase;
    private final String url;
    private final String decision;
    private final String summary;
    private final ArrayList<String> reasons;
    private final ArrayList<String> artifacts;

    private KrateRun(RunView run) {
        this.id = run.id();
        this.phase = run.phase().word();
        this.url = run.url();
        this.decision = run.decision();
        this.summary = run.summary();
        this.reasons =
                new ArrayList<>(run.reasons().stream().map(KrateRun::told).toList());
        this.artifacts =
                new ArrayList<>(run.artifacts().stream().map(ArtifactView::name).toList());
    }

    /** The run as the engine told of it. */
    public static KrateRun of(RunView run) {
        return new KrateRun(run);
    }

    private static String told(Reason reason) {
        return reason.code().isEmpty() ? reason.message() : reason.code() + ": " + reason.message();
    }

    /** The run's name; empty where nothing was dispatched. */
    @Whitelisted
    public String getId() {
        return id;
    }

    /** Where it stands: denied, pending, waiting-for-approval, queued, running, blocked, succeeded, failed or cancelled. */
    @Whitelisted
    public String getPhase() {
        return phase;
    }

    /** Where people see it; may be empty. */
    @Whitelisted
    public String getUrl() {
        return url;
    }

    /** What came of the request: created, awaiting-approval, denied, ... */
    @Whitelisted
    public String getDecision() {
        return decision;
    }

    /** What the run says of its work; may be empty. */
    @Whitelisted
    public String getSummary() {
        return summary;
    }

    /** Why it is denied, blocked or over, each as code and sentence. */
    @Whitelisted
    public List<String> getReasons() {
        return new ArrayList<>(reasons);
    }

    /** The names of what it produced. */
    @Whitelisted
    public List<String> getArtifacts() {
        return new ArrayList<>(artifacts);
    }

    /** Whether it did what it was asked for. */
    @Whitelisted
    public boolean isSucceeded() {
        return phase.equals("succeeded");
    }

    /** Whether nothing was dispatched, because the permission review says no. */
    @Whitelisted
    public boolean isDenied() {
        return phase.equals("denied");
    }

    @Override
    @Whitelisted
    public String toString() {
        return id.isEmpty() ? "no run (%s)".formatted(phase) : "%s (%s)".formatted(id, phase);
    }
}
