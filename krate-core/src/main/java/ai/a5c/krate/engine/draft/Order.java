package ai.a5c.krate.engine.draft;

import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchRun.ApprovalPolicy;
import ai.a5c.krate.kind.execution.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants an agent to do, whoever they are: a rule that matched, a person, another run.
 *
 * @param seed what the run's name and the fences of its context follow from; unique in the namespace
 * @param event what happened, at its commit as far as it has one
 * @param stack the stack's name
 * @param pool the runner pool's name; empty for the stack's own
 * @param branch the branch that is worked on; empty if the work is on none
 * @param sha the commit; empty if there is none, with which no attempt starts
 * @param ruled the rule that asks, if one does
 * @param approvals who must agree to what
 * @param targets what may be written back at most; empty for all that the stack allows
 * @param parent the run that this one comes from; empty for none
 * @param request what was chosen by hand
 * @param inputs what the agent is told beyond what the stack always says, in order
 */
public record Order(
        String seed,
        SourceEvent event,
        Repository repository,
        String stack,
        TaskKind taskKind,
        String pool,
        String branch,
        String sha,
        Optional<Ruled> ruled,
        ApprovalPolicy approvals,
        List<String> targets,
        String parent,
        RunRequest request,
        List<LayerInput> inputs) {

    public Order {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
    }

    /** The same, with more to be told. */
    public Order telling(List<LayerInput> told) {
        return new Order(
                seed,
                event,
                repository,
                stack,
                taskKind,
                pool,
                branch,
                sha,
                ruled,
                approvals,
                targets,
                parent,
                request,
                told);
    }

    /** Where it is ordered. */
    public String namespace() {
        return repository.metadata().namespace();
    }

    /** The issue or pull request, as {@code issue/1}; empty for none. */
    public String workItem() {
        return event.workItem().map(WorkItem::id).orElse("");
    }

    /** The name of the run that it would make at {@code time}. */
    public String runName(Instant time) {
        return Names.timed("run", time, namespace() + seed);
    }

    String rule() {
        return ruled.map(Ruled::rule).orElse("");
    }

    /**
     * The rule that asks.
     *
     * @param rule its name
     * @param execution the trigger execution's name
     */
    public record Ruled(String rule, String execution) {}
}
