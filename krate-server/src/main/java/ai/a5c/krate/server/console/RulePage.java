package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.render.Yaml;
import java.time.Instant;
import java.util.List;

/** Everything on the page of a rule. */
public record RulePage(Shell shell, RuleRow row, AgentTriggerRule rule, List<ExecutionRow> executions, String yaml) {

    public RulePage {
        executions = List.copyOf(executions);
    }

    static RulePage of(AgentTriggerRule rule, List<AgentTriggerExecution> executions, Shell shell, Instant now) {
        return new RulePage(
                shell,
                RuleRow.of(rule, executions),
                rule,
                executions.stream()
                        .map(execution -> ExecutionRow.of(execution, now))
                        .toList(),
                Yaml.write(ResourceCodec.write(rule)));
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/rules/" + row.name();
    }
}
