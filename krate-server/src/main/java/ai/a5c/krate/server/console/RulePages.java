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
    private static final int COUNTED = 200;
    private static final int RECENT = 20;

    private final ConsoleParts parts;
    private final Frame frame;
    private final Trials trials;
    private final Replays replays;

    public RulePages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
        this.trials = new Trials(parts.rehearsal());
        this.replays = new Replays(parts.rules());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/rules";
        routes.get(base, context -> frame.show(context, "rules.jte", this::list));
        routes.get(base + "/{rule}", context -> frame.show(context, "rule.jte", this::rule));
        routes.post(base + "/{rule}/dry-run", context -> frame.question(context, this::tried));
        routes.post(base + "/{rule}/lifecycle", context -> frame.form(context, this::act));
        routes.post(base + "/{rule}/replay", context -> frame.form(context, this::replay));
        routes.post(base + "/{rule}/what-if", context -> frame.question(context, this::compared));
    }

    private RulesPage list(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        String state = Frame.query(context, "state");
        Query query = Query.of("AgentTriggerRule", namespace).limit(ON_A_PAGE).after(Frame.query(context, "continue"));
        ResourceList found =
                parts.desk().list(state.isEmpty() ? query : query.whereField("spec.lifecycleState", state));
        List<AgentTriggerExecution> executions =
                Latest.first(parts, AgentTriggerExecution.class, Query.of("AgentTriggerExecution", namespace), COUNTED);
        return new RulesPage(
                frame.shell(visit, "Rules", "rules"),
                found.items().stream()
                        .map(AgentTriggerRule.class::cast)
                        .map(rule -> RuleRow.of(rule, executions))
                        .toList(),
                state,
                found.next());
    }

    private AgentTriggerRule find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentTriggerRule.class, visit.scope().namespace(), context.pathParam("rule"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such rule"));
    }

    private RulePage rule(Context context, Visit visit) {
        AgentTriggerRule rule = find(context, visit);
        Optional<TrialCard> trial = trials.stored(visit, rule, Frame.query(context, "delivery"));
        return page(context, visit, rule, RuleAnswers.of(trial));
    }

    private void tried(Context context, Visit visit) {
        AgentTriggerRule rule = find(context, visit);
        TrialCard trial = trials.pasted(context, visit, rule);
        frame.render(context, "rule.jte", page(context, visit, rule, RuleAnswers.of(Optional.of(trial))));
    }

    private void compared(Context context, Visit visit) {
        AgentTriggerRule rule = find(context, visit);
        WhatIfCard card = WhatIfCard.of(parts.whatIf(), visit.scope().namespace(), Frame.field(context, "documents"));
        frame.render(context, "rule.jte", page(context, visit, rule, RuleAnswers.of(card)));
    }

    private void act(Context context, Visit visit) {
        find(context, visit);
        noted(context, visit, replays.act(context, visit));
    }

    private void replay(Context context, Visit visit) {
        String name = find(context, visit).metadata().name();
        noted(context, visit, replays.replay(name, Frame.field(context, "delivery"), visit));
    }

    private void noted(Context context, Visit visit, Notice notice) {
        context.status(notice.tone().equals("bad") ? 409 : 200);
        frame.render(context, "rule.jte", page(context, visit, find(context, visit), RuleAnswers.of(notice)));
    }

    private RulePage page(Context context, Visit visit, AgentTriggerRule rule, RuleAnswers answers) {
        String namespace = visit.scope().namespace();
        String name = rule.metadata().name();
        Instant now = parts.clock().instant();
        Latest<AgentTriggerExecution> decided = Latest.of(
                parts,
                AgentTriggerExecution.class,
                Query.of("AgentTriggerExecution", namespace).whereField("spec.triggerRule", name),
                context,
                ON_A_PAGE);
        List<DeliveryRow> recent =
                Latest.first(parts, WebhookDelivery.class, Query.of("WebhookDelivery", namespace), RECENT).stream()
                        .map(delivery -> DeliveryRow.of(delivery, now))
                        .toList();
        return new RulePage(
                frame.shell(visit, name, "rules"),
                RuleRow.of(rule, decided.items()),
                rule,
                decided.items().stream()
                        .map(execution -> ExecutionRow.of(execution, now))
                        .toList(),
                decided.next(),
                recent,
                RuleButton.of(rule, visit),
                answers.trial(),
                answers.whatIf(),
                answers.notice());
    }
}
