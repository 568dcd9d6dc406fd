package io.jenkins.plugins.krate.engine.remote;

import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what the API says of runs and approvals. */
final class Runs {

    /** Kinds of artifacts, as the names of artifacts end. */
    private static final Set<String> KINDS = Set.of(
            "diagnosis",
            "patch",
            "review",
            "test-report",
            "release-report",
            "subagent-output",
            "workspace-diff",
            "transcript");

    private final ServerAccess access;

    Runs(ServerAccess access) {
        this.access = access;
    }

    /** A run, from its document. */
    RunView view(Document run, String decision, String summary) {
        Document spec = run.object("spec");
        Document status = run.object("status");
        String id = run.object("metadata").needed("name");
        return new RunView(
                id,
                Phase.of(status.needed("phase")),
                "%s/orgs/%s/agents/runs/%s".formatted(access.console(), access.organization(), Paths.segment(id)),
                spec.text("agentStack"),
                spec.text("taskKind"),
                decision,
                reasons(status),
                summary,
                artifacts(status));
    }

    private static List<Reason> reasons(Document status) {
        List<Reason> reasons = new ArrayList<>();
        add(reasons, status.object("terminalReason"), "code", "message");
        add(reasons, status.object("failure"), "failureClass", "advice");
        add(reasons, status.object("agentWait"), "what", "message");
        return reasons;
    }

    private static void add(List<Reason> reasons, Document from, String code, String message) {
        if (!from.text(code).isEmpty() || !from.text(message).isEmpty()) {
            reasons.add(new Reason(from.text(code), from.text(message)));
        }
    }

    private static List<ArtifactView> artifacts(Document status) {
        return status.texts("artifacts").stream()
                .map(name -> new ArtifactView(name, kind(name)))
                .toList();
    }

    private static String kind(String name) {
        return KINDS.stream()
                .filter(kind -> name.endsWith("-" + kind))
                .findFirst()
                .orElse("");
    }

    static List<Reason> listed(List<Document> reasons) {
        return reasons.stream()
                .map(reason -> new Reason(reason.text("code"), reason.text("message")))
                .toList();
    }

    /** An approval, from its document. */
    static ApprovalView approval(Document approval) {
        Document spec = approval.object("spec");
        return new ApprovalView(
                approval.object("metadata").needed("name"),
                spec.text("dispatchRun"),
                spec.text("action"),
                approval.object("status").needed("phase"),
                spec.text("requestedBy"),
                spec.objects("actions").stream().map(Runs::mutation).toList(),
                spec.text("bindingDigest"),
                spec.texts("risks"),
                Math.max(1, spec.number("approvals")),
                spec.text("expiresAt"));
    }

    private static ApprovalView.Mutation mutation(Document action) {
        return new ApprovalView.Mutation(
                action.number("ordinal"), action.text("action"), action.text("target"), action.text("preview"));
    }
}
