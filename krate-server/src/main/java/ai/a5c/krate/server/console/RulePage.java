package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.render.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything on the page of a rule.
 *
 * @param deliveries recent ones, to try it on
 * @param buttons what people do with it
 * @param trial what the rule would make of an event, if that was asked
 * @param whatIf what changed resources would have made of the past, if that was asked
 * @param notice what the last action came to
 */
public record RulePage(
        Shell shell,
        RuleRow row,
        AgentTriggerRule rule,
        List<ExecutionRow> executions,
        String next,
        List<DeliveryRow> deliveries,
        List<RuleButton> buttons,
        Optional<TrialCard> trial,
        Optional<WhatIfCard> whatIf,
        Optional<Notice> notice) {

    public RulePage {
        executions = List.copyOf(executions);
        deliveries = List.copyOf(deliveries);
        buttons = List.copyOf(buttons);
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

    /** The rule as somebody would write it, to be changed; or what was asked last. */
    public String proposal() {
        Map<String, Object> document = new LinkedHashMap<>(ResourceCodec.write(rule));
        document.remove("status");
        document.put("metadata", Map.of("name", row.name()));
        return whatIf.map(WhatIfCard::yaml).orElseGet(() -> Yaml.write(document));
    }

    /** Whether this person may change anything. */
    public boolean write() {
        return buttons.stream().anyMatch(button -> button.disabled().isEmpty());
    }
}
