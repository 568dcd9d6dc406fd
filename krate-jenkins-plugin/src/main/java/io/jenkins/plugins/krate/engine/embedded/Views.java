package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the plugin of resources in its own words. */
final class Views {

    private Views() {}

    /** A run; there is no console to link to. */
    static RunView run(AgentDispatchRun run, String decision, List<AgentArtifact> artifacts) {
        return new RunView(
                run.metadata().name(),
                Phase.of(word(run.status().phase())),
                "",
                run.spec().agentStack(),
                word(run.spec().taskKind()),
                decision,
                reasons(run.status()),
                run.status().finishedAt() == null ? "" : summary(artifacts),
                artifacts.stream().map(Views::artifact).toList());
    }

    private static List<Reason> reasons(AgentDispatchRun.Status status) {
        List<Reason> reasons = new ArrayList<>();
        add(reasons, status.terminalReason().code(), status.terminalReason().message());
        add(reasons, status.failure().failureClass(), status.failure().advice());
        add(reasons, status.agentWait().what(), status.agentWait().message());
        return reasons;
    }

    private static void add(List<Reason> reasons, String code, String message) {
        if (!code.isEmpty() || !message.isEmpty()) {
            reasons.add(new Reason(code, message));
        }
    }

    /** What the latest diagnosis says, in short. */
    private static String summary(List<AgentArtifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.spec().kind() == AgentArtifact.ArtifactKind.DIAGNOSIS)
                .reduce((first, second) -> second)
                .map(artifact -> artifact.spec().summary())
                .orElse("");
    }

    private static ArtifactView artifact(AgentArtifact artifact) {
        return new ArtifactView(artifact.metadata().name(), word(artifact.spec().kind()));
    }

    static ApprovalView approval(AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        return new ApprovalView(
                approval.metadata().name(),
                spec.dispatchRun(),
                spec.action(),
                word(approval.status().phase()),
                spec.requestedBy(),
                spec.actions().stream()
                        .map(action -> new ApprovalView.Mutation(
                                action.ordinal(), action.action(), action.target(), action.preview()))
                        .toList(),
                spec.bindingDigest(),
                spec.risks(),
                spec.approvals(),
                spec.expiresAt() == null ? "" : spec.expiresAt().toString());
    }

    static List<Reason> reasons(List<ai.a5c.krate.resource.Reason> reasons) {
        return reasons.stream()
                .map(reason -> new Reason(reason.code(), reason.message()))
                .toList();
    }

    /** As it is written, such as {@code waiting-for-approval}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
