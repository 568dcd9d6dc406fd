package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** Rules, and one rule with what it decided. */
public final class RulePages implements Routes {

    private static final int ON_A_PAGE = 50;
    private static final int COUNTED = 500;

    private final ConsoleParts parts;
    private final Frame frame;

    public RulePages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/rules";
        routes.get(base, context -> frame.show(context, "rules.jte", this::list));
        routes.get(base + "/{rule}", context -> frame.show(context, "rule.jte", this::rule));
    }

    private RulesPage list(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        String state = Frame.query(context, "state");
        Query query = Query.of("AgentTriggerRule", namespace).limit(ON_A_PAGE).after(Frame.query(context, "continue"));
        ResourceList found =
                parts.desk().list(state.isEmpty() ? query : query.whereField("spec.lifecycleState", state));
        List<AgentTriggerExecution> executions = executions(
                Query.of("AgentTriggerExecution", namespace).reversed().limit(COUNTED));
        return new RulesPage(
                frame.shell(visit, "Rules", "rules"),
                found.items().stream()
                        .map(AgentTriggerRule.class::cast)
                        .map(rule -> RuleRow.of(rule, executions))
                        .toList(),
                state,
                found.next());
    }

    private List<AgentTriggerExecution> executions(Query query) {
        return parts.desk().list(query).items().stream()
                .map(AgentTriggerExecution.class::cast)
                .toList();
    }

    private RulePage rule(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        AgentTriggerRule rule = parts.desk()
                .get(AgentTriggerRule.class, namespace, context.pathParam("rule"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such rule"));
        String name = rule.metadata().name();
        List<AgentTriggerExecution> executions = executions(Query.of("AgentTriggerExecution", namespace)
                .whereField("spec.triggerRule", name)
                .reversed()
                .limit(ON_A_PAGE)
                .after(Frame.query(context, "continue")));
        return RulePage.of(
                rule,
                executions,
                frame.shell(visit, name, "rules"),
                parts.clock().instant());
    }
}
