package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Texts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A run as it was last told of; plain values, since it is kept with the build. */
public final class SeenRun implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int MOST_REASONS = 20;
    private static final int MOST_ARTIFACTS = 50;

    private final String id;
    private final String phase;
    private final String url;
    private final String stack;
    private final String task;
    private final String decision;
    private final String summary;
    private final ArrayList<String> reasons;
    private final ArrayList<String> artifacts;

    private SeenRun(RunView run, String decision) {
        this.id = run.id();
        this.phase = run.phase().word();
        this.url = run.url();
        this.stack = run.stack();
        this.task = run.task();
        this.decision = decision;
        this.summary = Texts.bounded(run.summary(), 2_000);
        this.reasons = new ArrayList<>(
                run.reasons().stream().limit(MOST_REASONS).map(SeenRun::told).toList());
        this.artifacts = new ArrayList<>(run.artifacts().stream()
                .limit(MOST_ARTIFACTS)
                .map(ArtifactView::name)
                .toList());
    }

    /** The run, seen for the first time. */
    static SeenRun of(RunView run) {
        return new SeenRun(run, run.decision());
    }

    /** The same run, seen again; what was decided stays if nobody says otherwise. */
    SeenRun again(RunView run) {
        return new SeenRun(run, run.decision().isEmpty() ? decision : run.decision());
    }

    private static String told(Reason reason) {
        return Texts.bounded(
                reason.code().isEmpty() ? reason.message() : reason.code() + ": " + reason.message(), 1_000);
    }

    boolean isSameAs(SeenRun other) {
        return toString().equals(other.toString());
    }

    /** The run's name; empty where nothing was dispatched. */
    public String getId() {
        return id;
    }

    public String getPhase() {
        return phase;
    }

    /** The address in the console; http, https or empty. */
    public String getUrl() {
        return url;
    }

    public String getStack() {
        return stack;
    }

    public String getTask() {
        return task;
    }

    public String getDecision() {
        return decision;
    }

    public String getSummary() {
        return summary;
    }

    public List<String> getReasons() {
        return List.copyOf(reasons);
    }

    public List<String> getArtifacts() {
        return List.copyOf(artifacts);
    }

    /** Whether nothing more happens to it. */
    public boolean isOver() {
        return Phase.of(phase).isFinal();
    }

    @Override
    public String toString() {
        return String.join(
                "\n", id, phase, url, stack, task, decision, summary, reasons.toString(), artifacts.toString());
    }
}
