package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Remark.Anchor;
import ai.a5c.krate.gitea.client.ReviewRemark;
import ai.a5c.krate.gitea.client.ReviewText;
import java.util.List;
import java.util.Set;

/**
 * A review to be written.
 *
 * @param event COMMENT, APPROVED or REQUEST_CHANGES
 * @param head the commit that was reviewed
 * @param at the commit that the pull request must be at: another one if somebody has approved it as it is there
 */
record ReviewDraft(String event, String head, String at, String summary, List<Remark> remarks, String marker) {

    ReviewDraft {
        remarks = List.copyOf(remarks);
    }

    /** Whether the head has moved since it was reviewed, so that lines are not where they were. */
    boolean isStale() {
        return !at.equals(head);
    }

    /** The same as a mere comment, which says its verdict in words. */
    ReviewDraft asComment() {
        String verdict = switch (event) {
            case "APPROVED" -> "**Verdict: approved.**\n\n";
            case "REQUEST_CHANGES" -> "**Verdict: changes requested.**\n\n";
            default -> "";
        };
        return new ReviewDraft("COMMENT", head, at, verdict + summary, remarks, marker);
    }

    /** What the forge is sent, with remarks on those lines that the diff shows. */
    ReviewText review(Set<Anchor> shown) {
        return new ReviewText()
                .event(event)
                .commitId(at)
                .body(text(shown))
                .comments(remarks.stream()
                        .filter(remark -> shown.contains(remark.anchor()))
                        .map(this::placed)
                        .toList());
    }

    private ReviewRemark placed(Remark remark) {
        Anchor anchor = remark.anchor();
        return new ReviewRemark()
                .path(anchor.path())
                .body(Wanted.marked(remark.body(), marker))
                .newPosition(anchor.old() ? 0 : anchor.line())
                .oldPosition(anchor.old() ? anchor.line() : 0);
    }

    /** The summary and every remark on a line that is not {@code shown}, marked. */
    String text(Set<Anchor> shown) {
        StringBuilder text = new StringBuilder(summary.stripTrailing());
        List<Remark> stale = remarks.stream()
                .filter(remark -> !shown.contains(remark.anchor()))
                .toList();
        if (!stale.isEmpty()) {
            String lines = isStale()
                    ? "On lines of %.10s, which is not the head any more:"
                    : "On lines that the diff at %.10s does not show:";
            text.append("\n\n").append(lines.formatted(head)).append("\n");
        }
        stale.forEach(remark -> text.append("\n")
                .append(remark.anchor().told())
                .append(":\n\n")
                .append(remark.body().strip())
                .append("\n"));
        return Wanted.marked(text.toString(), marker);
    }
}
