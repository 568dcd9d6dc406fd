package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.render.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page of a rule.
 *
 * @param deliveries recent ones, to try it on
 * @param trial what the rule would make of an event, if that was asked
 */
public record RulePage(
        Shell shell,
        RuleRow row,
        AgentTriggerRule rule,
        List<ExecutionRow> executions,
        String next,
        List<DeliveryRow> deliveries,
        Optional<TrialCard> trial) {

    public RulePage {
        executions = List.copyOf(executions);
        deliveries = List.copyOf(deliveries);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/rules/" + row.name();
    }

    /** The rule as it is stored. */
    public String yaml() {
        return Yaml.write(ResourceCodec.write(rule));
    }

    /** What an actor may do at a forge, to choose from. */
    public List<String> permissions() {
        return Trials.PERMISSIONS;
    }
}
