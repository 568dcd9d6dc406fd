package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Approval;
import ai.a5c.krate.server.campaign.Evidence.Entry;
import ai.a5c.krate.server.campaign.Evidence.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each question has one outcome, which somebody gave, and no answer that counted is lost. */
final class ApprovalCheck implements Check {

    private static final Set<String> YES = Set.of("applied", "apply-failed");
    private static final Set<String> ENDED = Set.of("applied", "apply-failed", "denied", "expired", "superseded");

    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Map<String, Integer> decided = Books.counted(
                evidence.audit().entries().stream()
                        .filter(entry -> entry.action().equals("approval.decided"))
                        .toList(),
                Entry::subject);
        for (Approval approval : evidence.approvals()) {
            outcome(approval, found);
            answers(approval, found);
            int audited = decided.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith("/" + approval.name()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            if (audited != approval.decisions()) {
                found.add(new Violation(
                        "approval-unaudited",
                        approval.name(),
                        "%d decisions are stored, %d are in the audit trail".formatted(approval.decisions(), audited)));
            }
        }
        return found;
    }

    private static void outcome(Approval approval, List<Violation> found) {
        Said said = approval.said();
        if (!ENDED.contains(approval.phase())) {
            found.add(new Violation("approval-open", approval.name(), "it is " + approval.phase()));
        }
        if (YES.contains(approval.phase()) && said.yes() == 0) {
            found.add(new Violation("approval-unasked", approval.name(), "it is applied, and nobody said yes"));
        }
        if (approval.phase().equals("denied") && said.no() == 0) {
            found.add(new Violation("approval-unasked", approval.name(), "it is denied, and nobody said no"));
        }
    }

    private static void answers(Approval approval, List<Violation> found) {
        Said said = approval.said();
        if (approval.decisions() > 1 || said.countedYes() + said.countedNo() > 1) {
            found.add(new Violation(
                    "approval-doubled",
                    approval.name(),
                    "%d decisions are stored, %d answers were said to count"
                            .formatted(approval.decisions(), said.countedYes() + said.countedNo())));
        }
        boolean turned = said.countedYes() > 0 && approval.phase().equals("denied");
        if (turned || (said.countedNo() > 0 && YES.contains(approval.phase()))) {
            found.add(new Violation(
                    "approval-lost",
                    approval.name(),
                    "it is %s, %s was said to count".formatted(approval.phase(), said)));
        }
        if (said.countedYes() + said.countedNo() > approval.decisions()) {
            found.add(new Violation("approval-lost", approval.name(), "an answer that counted is not stored"));
        }
    }
}
