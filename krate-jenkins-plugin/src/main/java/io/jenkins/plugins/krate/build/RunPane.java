package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.ApprovalView;
import java.util.List;

/** A run as a page shows it. */
public final class RunPane {

    private final SeenRun run;
    private final List<ApprovalView> questions;
    private final List<PatchLine> patch;
    private final String trouble;
    private final Notices notices;

    RunPane(SeenRun run, List<ApprovalView> questions, List<PatchLine> patch, String trouble, Notices notices) {
        this.run = run;
        this.questions = List.copyOf(questions);
        this.patch = List.copyOf(patch);
        this.trouble = trouble;
        this.notices = notices;
    }

    /** A run of which no more is known than what was kept. */
    static RunPane kept(SeenRun run, String trouble, Notices notices) {
        return new RunPane(run, List.of(), List.of(), trouble, notices);
    }

    public SeenRun getRun() {
        return run;
    }

    /** What it asks or asked, the newest first. */
    public List<ApprovalPane> getApprovals() {
        return questions.stream()
                .map(question -> new ApprovalPane(question, notices.about(question.id())))
                .toList();
    }

    /** Its patch; empty if it has none. */
    public List<PatchLine> getPatch() {
        return patch;
    }

    /** Why it may look otherwise by now; may be empty. */
    public String getTrouble() {
        return trouble;
    }
}
