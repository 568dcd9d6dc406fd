package ai.a5c.krate.approval;

import ai.a5c.krate.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether people are asked: once for each thing, not again after a no, and not without end. */
public final class RequestCheck {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private RequestCheck() {}

    /** An approval of the same work item that was asked for before. */
    public record Asked(String approval, Digest binding, ApprovalPhase phase, Instant at) {}

    /**
     * How much people are asked.
     *
     * @param pending how many approvals of one work item may wait at once
     * @param announced how many of them are announced one by one within a minute; the rest are announced together
     */
    public record Limits(int pending, int announced) {}

    /** What to do about a request. */
    public sealed interface Answer {

        /** Make the approval; if {@code alone}, announce it by itself, else with others. */
        record Ask(boolean alone) implements Answer {}

        /** The same was asked already; take that approval. */
        record Join(String approval) implements Answer {}

        /** A person said no to exactly this; {@code times} counts the noes. */
        record DeniedBefore(String approval, long times) implements Answer {

            /** What people are told. */
            public String message() {
                return "exactly this was denied before (%s); change what is proposed".formatted(approval);
            }
        }

        /** Too many wait already. */
        record TooMany(int limit) implements Answer {

            /** What people are told. */
            public String message() {
                return "%d approvals of this work item are waiting already; answer some first".formatted(limit);
            }
        }
    }

    /** Says what to do about a request for {@code binding}, given what was asked for the same work item before. */
    public static Answer check(Digest binding, List<Asked> before, Limits limits, Instant now) {
        List<Asked> same =
                before.stream().filter(one -> one.binding().equals(binding)).toList();
        List<Asked> denied = in(same, ApprovalPhase.DENIED);
        if (!denied.isEmpty()) {
            return new Answer.DeniedBefore(denied.get(denied.size() - 1).approval(), denied.size());
        }
        Optional<Asked> open =
                same.stream().filter(one -> !one.phase().isTerminal()).findFirst();
        if (open.isPresent()) {
            return new Answer.Join(open.get().approval());
        }
        if (in(before, ApprovalPhase.PENDING).size() >= limits.pending()) {
            return new Answer.TooMany(limits.pending());
        }
        long lately = before.stream()
                .filter(one -> one.at().isAfter(now.minus(WINDOW)))
                .count();
        return new Answer.Ask(lately < limits.announced());
    }

    private static List<Asked> in(List<Asked> asked, ApprovalPhase phase) {
        return asked.stream().filter(one -> one.phase() == phase).toList();
    }
}
