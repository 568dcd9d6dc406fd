package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rules, and one rule with what it decided and what it would make of other events. */
public final class RulePages implements Routes {

    private static final int ON_A_PAGE = 50;
    private static final int COUNTED = 500;
    private static final int RECENT = 20;

    private final ConsoleParts parts;
    private final Frame frame;
    private final Trials trials;

    public RulePages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.trials = new Trials(parts.rehearsal());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/rules";
        routes.get(base, context -> frame.show(context, "rules.jte", this::list));
        routes.get(base + "/{rule}", context -> frame.show(context, "rule.jte", this::rule));
        routes.post(base + "/{rule}/dry-run", context -> frame.question(context, this::tried));
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

    private AgentTriggerRule find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentTriggerRule.class, visit.scope().namespace(), context.pathParam("rule"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such rule"));
    }

    private RulePage rule(Context context, Visit visit) {
        AgentTriggerRule rule = find(context, visit);
        return page(context, visit, rule, trials.stored(visit, rule, Frame.query(context, "delivery")));
    }

    private void tried(Context context, Visit visit) {
        AgentTriggerRule rule = find(context, visit);
        TrialCard trial = trials.pasted(context, visit, rule);
        frame.render(context, "rule.jte", page(context, visit, rule, Optional.of(trial)));
    }

    private RulePage page(Context context, Visit visit, AgentTriggerRule rule, Optional<TrialCard> trial) {
        String namespace = visit.scope().namespace();
        String name = rule.metadata().name();
        Instant now = parts.clock().instant();
        ResourceList executions = parts.desk()
                .list(Query.of("AgentTriggerExecution", namespace)
                        .whereField("spec.triggerRule", name)
                        .reversed()
                        .limit(ON_A_PAGE)
                        .after(Frame.query(context, "continue")));
        List<DeliveryRow> recent =
                parts
                        .desk()
                        .list(Query.of("WebhookDelivery", namespace).reversed().limit(RECENT))
                        .items()
                        .stream()
                        .map(delivery -> DeliveryRow.of((WebhookDelivery) delivery, now))
                        .toList();
        List<AgentTriggerExecution> decided = executions.items().stream()
                .map(AgentTriggerExecution.class::cast)
                .toList();
        return new RulePage(
                frame.shell(visit, name, "rules"),
                RuleRow.of(rule, decided),
                rule,
                decided.stream()
                        .map(execution -> ExecutionRow.of(execution, now))
                        .toList(),
                executions.next(),
                recent,
                trial);
    }
}
