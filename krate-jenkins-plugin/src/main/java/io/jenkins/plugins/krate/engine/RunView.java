package io.jenkins.plugins.krate.engine;

import java.io.Serializable;
import java.util.List;

/**
 * A run as the engine told of it; made for passing on, not for XStream.
 *
 * @param id the run's name; empty where nothing was dispatched
 * @param url where people see it, http or https; empty if nowhere
 * @param decision what came of the request: created, coalesced, queued, superseded, awaiting-approval, rejected,
 *     suppressed or denied; empty where only the run was asked for
 * @param reasons why it was decided so, why it is blocked, or why it ended
 * @param summary what it says of its work, or what went wrong; may be empty
 */
public record RunView(
        String id,
        Phase phase,
        String url,
        String stack,
        String task,
        String decision,
        List<Reason> reasons,
        String summary,
        List<ArtifactView> artifacts)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public RunView {
        id = Texts.name(id);
        url = Links.safe(url);
        stack = Texts.name(stack);
        task = Texts.name(task);
        decision = Texts.name(decision);
        reasons = Texts.few(reasons);
        summary = Texts.text(summary);
        artifacts = Texts.few(artifacts);
    }

    /** A request of which nothing came. */
    public static RunView denied(String stack, String task, String summary, List<Reason> reasons) {
        return new RunView("", Phase.DENIED, "", stack, task, "denied", reasons, summary, List.of());
    }

    /** Whether it, or its agent, waits for somebody's yes or no. */
    public boolean asks() {
        return phase == Phase.WAITING_FOR_APPROVAL
                || (phase == Phase.RUNNING
                        && reasons.stream().anyMatch(reason -> reason.code().equals("approval")));
    }

    /** The same with what came of the request. */
    public RunView decided(String word) {
        return new RunView(id, phase, url, stack, task, word, reasons, summary, artifacts);
    }

    /** The same with what it says of its work. */
    public RunView summarized(String text) {
        return new RunView(id, phase, url, stack, task, decision, reasons, text, artifacts);
    }
}
