package ai.a5c.krate.approval;

import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An approval as its state machine sees it.
 *
 * @param binding digest of exactly what would happen
 * @param ordinals the effects to choose from; empty when there is nothing to choose
 * @param expiresAt empty when it waits for ever
 * @param votes what people said, in their order
 * @param reason why it was denied, superseded or could not be applied; empty otherwise
 */
public record ApprovalState(
        ApprovalPhase phase,
        Digest binding,
        List<Integer> ordinals,
        ApprovalRule rule,
        Optional<Instant> expiresAt,
        List<Vote> votes,
        String reason) {

    public ApprovalState {
        ordinals = List.copyOf(new TreeSet<>(ordinals));
        votes = List.copyOf(votes);
    }

    /** An approval that nobody has answered. */
    public static ApprovalState pending(
            Digest binding, List<Integer> ordinals, ApprovalRule rule, Optional<Instant> expiresAt) {
        return new ApprovalState(ApprovalPhase.PENDING, binding, ordinals, rule, expiresAt, List.of(), "");
    }

    /** The effects to which everybody who approved said yes; empty while nobody has. */
    public List<Integer> approvedOrdinals() {
        List<Vote> approvals = approvals();
        return approvals.isEmpty()
                ? List.of()
                : ordinals.stream()
                        .filter(one -> approvals.stream()
                                .allMatch(vote -> vote.ordinals().contains(one)))
                        .toList();
    }

    /** Those who said yes. */
    public List<String> approvers() {
        return approvals().stream().map(Vote::actor).toList();
    }

    private List<Vote> approvals() {
        return votes.stream()
                .filter(vote -> vote.verdict() == Vote.Verdict.APPROVE)
                .toList();
    }

    boolean isExpiredAt(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    ApprovalState in(ApprovalPhase next, String why) {
        return new ApprovalState(next, binding, ordinals, rule, expiresAt, votes, why);
    }

    ApprovalState with(Vote vote) {
        List<Vote> all = new ArrayList<>(votes);
        all.add(vote);
        return new ApprovalState(phase, binding, ordinals, rule, expiresAt, all, reason);
    }
}
