package ai.a5c.krate.server.console;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One limit of a run or of its latest attempt.
 *
 * @param spent what is used of it
 * @param limit where the agent is stopped
 */
public record LimitRow(String what, String spent, String limit) {

    /** The budget of the run, then the limits of {@code stack} as {@code latest} has used them. */
    static List<LimitRow> of(
            AgentDispatchRun run, Optional<AgentDispatchAttempt> latest, Optional<String> stack, Instant now) {
        List<LimitRow> rows = new ArrayList<>();
        double budget = run.spec().request().budgetUsd();
        if (budget > 0) {
            rows.add(new LimitRow("Budget of the run", dollars(run.status().costUsd()), dollars(budget)));
        }
        if (stack.isPresent() && latest.isPresent()) {
            rows.addAll(attempt(latest.get().status(), limits(stack.get()), now));
        }
        return rows;
    }

    private static AgentStack.Limits limits(String snapshot) {
        AgentStack stack =
                (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), Json.readObject(snapshot));
        return stack.spec().limits();
    }

    private static List<LimitRow> attempt(AgentDispatchAttempt.Status used, AgentStack.Limits limits, Instant now) {
        List<LimitRow> rows = new ArrayList<>();
        rows.add(new LimitRow("Time", time(used, now), limits.wallClock()));
        rows.add(new LimitRow("Output", bytes(used.progress().outputBytes()), bytes(limits.outputBytes())));
        if (limits.costUsd() > 0) {
            rows.add(new LimitRow("Cost", dollars(used.costUsd()), dollars(limits.costUsd())));
        }
        if (limits.tokens() > 0) {
            rows.add(new LimitRow("Tokens", String.valueOf(used.tokens()), String.valueOf(limits.tokens())));
        }
        if (limits.turns() > 0) {
            rows.add(new LimitRow("Turns", String.valueOf(used.progress().turns()), String.valueOf(limits.turns())));
        }
        return rows;
    }

    private static String time(AgentDispatchAttempt.Status used, Instant now) {
        Instant from = used.startedAt();
        Instant to = used.finishedAt();
        return from == null ? "0 s" : Ago.length(Duration.between(from, to == null ? now : to));
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "$%.2f", amount);
    }

    private static String bytes(long count) {
        return count < 10_240 ? count + " bytes" : count / 1_024 + " KiB";
    }
}
