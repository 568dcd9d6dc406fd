package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Turns;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.ConcurrencyPolicy;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Verdict;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets runs that wait go on when others of their rule have ended, the oldest first. */
public final class TurnProcessor {

    private static final Reason COME = new Reason("TurnCome", "what the run waited for has ended");

    private final Desk desk;
    private final Executions executions;

    public TurnProcessor(Desk desk) {
        this.desk = desk;
        this.executions = new Executions(desk);
    }

    /** Looks whose turn it is among the runs of the rule that {@code message} names. */
    public void process(Message message) {
        ResourceKey rule = Topics.resource(message.key());
        desk.write(records -> {
            letGo(records, rule);
            return records.transaction().done(message);
        });
    }

    private void letGo(Records records, ResourceKey rule) {
        records.transaction().lock(Request.ruleLock(rule.namespace(), rule.name()));
        List<AgentDispatchRun> all = UnderWay.runs(records, rule.namespace(), rule.name());
        List<AgentDispatchRun> active = new ArrayList<>();
        List<AgentDispatchRun> waiting = new ArrayList<>();
        all.forEach(run -> (Turns.isWaiting(run) ? waiting : active).add(run));
        Optional<ConcurrencyPolicy> policy = records.get(AgentTriggerRule.class, rule.namespace(), rule.name())
                .map(one -> one.spec().concurrencyPolicy());
        for (AgentDispatchRun run : waiting) {
            if (policy.map(limits -> hasRoom(limits, run, active)).orElse(true)) {
                active.add(letGo(records, run));
            }
        }
    }

    private static boolean hasRoom(ConcurrencyPolicy policy, AgentDispatchRun run, List<AgentDispatchRun> active) {
        long beside = active.stream().filter(other -> isBeside(run, other)).count();
        return (policy.maxActive() == 0 || active.size() < policy.maxActive())
                && (policy.maxActivePerWorkItem() == 0 || beside < policy.maxActivePerWorkItem());
    }

    private static boolean isBeside(AgentDispatchRun run, AgentDispatchRun other) {
        return !run.spec().workItem().isEmpty()
                && run.spec().workItem().equals(other.spec().workItem())
                && run.spec().repository().equals(other.spec().repository());
    }

    private AgentDispatchRun letGo(Records records, AgentDispatchRun run) {
        AgentDispatchRun next = records.update(Turns.come(run, records.now()));
        records.transaction().send(Topics.REVIEW, next.key().toString(), records.now());
        String name = next.metadata().name();
        executions.turn(
                records, next.metadata().namespace(), name, new Verdict(Decision.CREATED, name, "", "", List.of(COME)));
        Journal.tell(records, next.key(), "phase", Map.of("text", "its turn has come", "phase", "pending"));
        return next;
    }
}
