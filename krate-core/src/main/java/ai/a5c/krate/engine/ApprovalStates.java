package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalPhase;
import ai.a5c.krate.approval.ApprovalRule;
import ai.a5c.krate.approval.ApprovalState;
import ai.a5c.krate.approval.Vote;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.resource.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Approvals as their state machine sees them, and back into their resources. */
final class ApprovalStates {

    private ApprovalStates() {}

    static ApprovalState of(AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        return new ApprovalState(
                ApprovalPhase.valueOf(approval.status().phase().name()),
                new Digest(spec.bindingDigest()),
                spec.actions().stream().map(AgentApproval.Action::ordinal).toList(),
                new ApprovalRule(spec.fourEyes(), Math.min(2, Math.max(1, spec.approvals()))),
                Optional.ofNullable(spec.expiresAt()),
                approval.status().decisions().stream().map(ApprovalStates::vote).toList(),
                approval.status().reason().message());
    }

    private static Vote vote(Decision decision) {
        return new Vote(
                decision.actor(),
                Vote.Verdict.valueOf(decision.verdict().toUpperCase(Locale.ROOT)),
                decision.ordinals(),
                Objects.requireNonNullElse(decision.at(), Instant.EPOCH));
    }

    /** {@code approval} in another state that no vote led to. */
    static AgentApproval with(AgentApproval approval, ApprovalState next) {
        return with(approval, next, approval.status().decisions());
    }

    /** {@code approval} in another state, its newest vote with what was said, who said it and how it came. */
    static AgentApproval with(AgentApproval approval, ApprovalState next, String comment, Caller caller) {
        List<Decision> decisions = new ArrayList<>(approval.status().decisions());
        next.votes().stream().skip(decisions.size()).forEach(vote -> decisions.add(decision(vote, comment, caller)));
        return with(approval, next, decisions);
    }

    private static Decision decision(Vote vote, String comment, Caller caller) {
        return new Decision(
                vote.actor(),
                vote.verdict().name().toLowerCase(Locale.ROOT),
                vote.ordinals(),
                comment,
                caller.road().word(),
                caller.principal(),
                caller.account().map(Caller.Account::provider).orElse(""),
                caller.account().map(Caller.Account::login).orElse(""),
                caller.account().map(Caller.Account::id).orElse(""),
                vote.at(),
                "");
    }

    private static AgentApproval with(AgentApproval approval, ApprovalState next, List<Decision> decisions) {
        return approval.with(new AgentApproval.Status(
                AgentApproval.ApprovalPhase.valueOf(next.phase().name()),
                decisions,
                next.approvedOrdinals(),
                next.reason().isEmpty() ? Reason.NONE : new Reason("", next.reason()),
                approval.status().askedAgain()));
    }
}
