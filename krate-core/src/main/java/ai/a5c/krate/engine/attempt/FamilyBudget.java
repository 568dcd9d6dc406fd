package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.Budget;
import ai.a5c.krate.dispatch.Budget.Exceeded;
import ai.a5c.krate.dispatch.Budget.Limits;
import ai.a5c.krate.dispatch.Budget.Spent;
import ai.a5c.krate.dispatch.Budget.Whose;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds an attempt to its own limits and to those of every attempt above it, where what subagents cost counts as if who
 * asked for them had spent it.
 *
 * <p>Sums are made of what runs and attempts have stored, each time anew, so that whoever looks after the last of several
 * reports at the same time sees all of them, and so does whoever takes an attempt over.
 */
final class FamilyBudget {

    private static final int MOST_RUNS = 200;

    private final Desk desk;
    private final Function<String, Limits> limits;
    private final Map<String, Limits> known = new HashMap<>();

    /** A budget that reads limits from stack snapshots by {@code limits}, given a snapshot's digest. */
    FamilyBudget(Desk desk, Function<String, Limits> limits) {
        this.desk = desk;
        this.limits = limits;
    }

    /** Whether others than {@code run}'s agent spend what it may spend, or it spends what others may. */
    static boolean isShared(AgentDispatchRun run) {
        return !run.spec().request().subagent().isEmpty()
                || !run.status().childRuns().isEmpty();
    }

    /** The first limit that was passed, own ones before those of the runs above. */
    Optional<Exceeded> exceeded(AgentDispatchRun run, AgentDispatchAttempt attempt, Duration wallClock) {
        Optional<Exceeded> found = exceeded(run, attempt, wallClock, Whose.OWN);
        AgentDispatchRun below = run;
        for (int i = 0; found.isEmpty() && i < MOST_RUNS; i++) {
            Optional<AgentDispatchRun> above = asker(below);
            if (above.isEmpty()) {
                break;
            }
            Optional<AgentDispatchAttempt> asking = desk.get(
                    AgentDispatchAttempt.class,
                    run.metadata().namespace(),
                    below.spec().request().askedBy());
            Whose whose = Whose.asking(above.get().metadata().name());
            found = asking.flatMap(one -> exceeded(above.get(), one, Duration.ZERO, whose));
            below = above.get();
        }
        return found;
    }

    private Optional<Exceeded> exceeded(
            AgentDispatchRun run, AgentDispatchAttempt attempt, Duration wallClock, Whose whose) {
        Sum own = new Sum();
        Sum all = new Sum();
        for (String name : run.status().childRuns()) {
            desk.get(AgentDispatchRun.class, run.metadata().namespace(), name)
                    .filter(child -> isSubagentOf(child, run))
                    .ifPresent(child -> {
                        String asker = child.spec().request().askedBy();
                        boolean mine = asker.isEmpty()
                                || asker.equals(attempt.metadata().name());
                        Sum sum = new Sum();
                        add(child, sum);
                        all.add(sum);
                        own.add(mine ? sum : new Sum());
                    });
        }
        AgentDispatchAttempt.Status status = attempt.status();
        return Budget.exceeded(
                all.runs > 0 ? whose.withSubagents() : whose,
                new Spent(
                        wallClock,
                        status.costUsd() + own.costUsd,
                        run.status().costUsd() + all.costUsd,
                        status.tokens() + own.tokens,
                        status.progress().turns(),
                        status.progress().outputBytes()),
                limits(attempt).withRun(run.spec().request().budgetUsd()));
    }

    private Limits limits(AgentDispatchAttempt attempt) {
        return known.computeIfAbsent(attempt.spec().agentStackSnapshot(), limits);
    }

    /** What {@code run} and all below it have cost. */
    private void add(AgentDispatchRun run, Sum sum) {
        sum.runs++;
        sum.costUsd += run.status().costUsd();
        sum.tokens += run.status().tokens();
        for (String name : run.status().childRuns()) {
            if (sum.runs < MOST_RUNS) {
                desk.get(AgentDispatchRun.class, run.metadata().namespace(), name)
                        .filter(child -> isSubagentOf(child, run))
                        .ifPresent(child -> add(child, sum));
            }
        }
    }

    /** The run whose agent asked for {@code run} as a subagent, while it goes on. */
    private Optional<AgentDispatchRun> asker(AgentDispatchRun run) {
        return run.spec().request().subagent().isEmpty()
                ? Optional.empty()
                : desk.get(
                                AgentDispatchRun.class,
                                run.metadata().namespace(),
                                run.spec().parentRun())
                        .filter(one -> one.status().finishedAt() == null);
    }

    private static boolean isSubagentOf(AgentDispatchRun child, AgentDispatchRun run) {
        return !child.spec().request().subagent().isEmpty()
                && child.spec().parentRun().equals(run.metadata().name());
    }

    private static final class Sum {

        private int runs;
        private double costUsd;
        private long tokens;

        void add(Sum other) {
            runs += other.runs;
            costUsd += other.costUsd;
            tokens += other.tokens;
        }
    }
}
