package ai.a5c.krate.server.campaign;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says what came of a campaign, for people and for programs. */
final class CampaignReport {

    private final Outcome outcome;

    CampaignReport(Outcome outcome) {
        this.outcome = outcome;
    }

    String sentence() {
        return "%s: %s"
                .formatted(
                        outcome.violations().isEmpty()
                                ? "nothing was lost or doubled"
                                : outcome.violations().size() + " violations",
                        document());
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        Evidence evidence = outcome.evidence();
        document.put("seed", outcome.plan().seed());
        document.put("kills", outcome.kills());
        document.put("webhookCalls", outcome.calls());
        document.put("deliveries", evidence.deliveries().size());
        document.put("runs", evidence.runs().size());
        document.put("attempts", evidence.attempts().size());
        document.put("launches", evidence.launches().size());
        document.put("approvals", evidence.approvals().size());
        document.put("comments", evidence.remarks().size());
        document.put("branches", evidence.branches().size());
        document.put("takeOvers", outcome.takeOvers().size());
        document.put("longestTakeOverMillis", outcome.longestTakeOver().toMillis());
        document.put("auditRecords", evidence.audit().records());
        document.put(
                "violations",
                outcome.violations().stream().map(Violation::toString).toList());
        return document;
    }

    String markdown() {
        return sentence();
    }
}
