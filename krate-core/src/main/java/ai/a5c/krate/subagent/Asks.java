package ai.a5c.krate.subagent;

import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.resource.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether an agent may start a subagent now. */
public final class Asks {

    /** How many subagents may stand one below the other. */
    public static final int DEEPEST = 3;

    /** How many runs one run may start in its life. */
    public static final int CHILDREN = 20;

    /** How many runs may come of one run that people or rules started. */
    public static final int FAMILY = 50;

    /** How many runs that one run started may be under way at a time. */
    public static final int AT_A_TIME = 5;

    /** How many subagents' runs of one stack may be under way at a time. */
    public static final int OF_STACK = 20;

    private Asks() {}

    /** Why {@code ask} is refused; empty if it is not. */
    public static Optional<Reason> refusal(Ask ask, Facts facts) {
        return permission(ask, facts).or(() -> number(ask, facts));
    }

    private static Optional<Reason> permission(Ask ask, Facts facts) {
        if (facts.over()) {
            return reason("ParentOver", "the run that asks is over or being cancelled");
        }
        if (!facts.allowed().contains(ask.name()) || facts.subagent().isEmpty()) {
            return reason(
                    "SubagentNotAllowed",
                    "this agent has no subagent '%s'; it has %s"
                            .formatted(
                                    ask.name(),
                                    facts.allowed().isEmpty()
                                            ? "none"
                                            : String.join(
                                                    ", ",
                                                    facts.allowed().stream()
                                                            .sorted()
                                                            .toList())));
        }
        if (facts.line().contains(ask.name())) {
            return reason("SubagentCycle", "subagent '%s' would hand work to itself".formatted(ask.name()));
        }
        if (facts.line().size() >= DEEPEST) {
            return reason("SubagentTooDeep", "%d subagents stand one below the other already".formatted(DEEPEST));
        }
        boolean takes = ask.taskKind()
                .filter(kind ->
                        facts.subagent().orElseThrow().spec().taskKinds().contains(kind))
                .isPresent();
        return takes
                ? Optional.empty()
                : reason("TaskKindNotAllowed", "subagent '%s' takes no '%s' tasks".formatted(ask.name(), ask.task()));
    }

    private static Optional<Reason> number(Ask ask, Facts facts) {
        Counts counts = facts.counts();
        int most = facts.subagent().map(one -> one.spec().maxParallelTasks()).orElse(0);
        if (counts.children() >= CHILDREN) {
            return reason("TooManySubagents", "the run has started %d others already".formatted(CHILDREN));
        }
        if (counts.family() >= FAMILY) {
            return reason("TooManySubagents", "%d runs have come of one request already".formatted(FAMILY));
        }
        if (counts.active() >= AT_A_TIME) {
            return reason(
                    "SubagentBusy", "%d subagents are at work for this run; ask again later".formatted(AT_A_TIME));
        }
        if (counts.activeOfSubagent() >= most) {
            return reason(
                    "SubagentBusy",
                    "subagent '%s' is at work on %d tasks; ask again when one has ended"
                            .formatted(ask.name(), counts.activeOfSubagent()));
        }
        if (counts.activeOfStack() >= OF_STACK) {
            return reason("SubagentBusy", "%d subagents of the stack are at work; ask again later".formatted(OF_STACK));
        }
        return facts.poolSlots() <= facts.line().size() + 1
                ? reason(
                        "PoolTooSmall",
                        "the runner pool has room for %d attempts, which those that wait for this one take up"
                                .formatted(facts.poolSlots()))
                : Optional.empty();
    }

    private static Optional<Reason> reason(String code, String message) {
        return Optional.of(new Reason(code, message));
    }

    /**
     * What the decision follows from.
     *
     * @param over whether the run that asks is over or being cancelled
     * @param line the subagents from the stack down to the one that asks; empty if the stack itself does
     * @param allowed the subagents that whoever asks may start
     * @param subagent the one that is asked for, if it is there
     * @param poolSlots how many attempts may run in the pool at a time
     */
    public record Facts(
            boolean over,
            List<String> line,
            Set<String> allowed,
            Optional<AgentSubagent> subagent,
            Counts counts,
            int poolSlots) {

        public Facts {
            line = List.copyOf(line);
            allowed = Set.copyOf(allowed);
        }
    }

    /**
     * How many runs there are.
     *
     * @param children that the asking run has started
     * @param family that came of the same first run
     * @param active of the asking run's children that are under way
     * @param activeOfSubagent of the asked subagent's, for the asking run's stack
     * @param activeOfStack of all the stack's subagents'
     */
    public record Counts(int children, int family, int active, int activeOfSubagent, int activeOfStack) {}
}
