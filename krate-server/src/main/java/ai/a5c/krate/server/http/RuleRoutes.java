package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.engine.rehearsal.Occasions;
import ai.a5c.krate.engine.rehearsal.Proposal;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.engine.rehearsal.UnsavedRule;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Trigger rules: list, make, show, what they decided, and what they would make of events. */
public final class RuleRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final ResourceStore store;
    private final RuleRehearsal rehearsal;
    private final WhatIf whatIf;

    public RuleRoutes(Gate gate, ResourceDesk desk, ResourceStore store, RuleRehearsal rehearsal, WhatIf whatIf) {
        this.gate = gate;
        this.desk = desk;
        this.store = store;
        this.rehearsal = rehearsal;
        this.whatIf = whatIf;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/rules", this::list);
            routes.post(prefix + "/rules", context -> Creation.of(context, gate, desk, AgentTriggerRule.class));
            routes.post(prefix + "/rules/dry-run", this::rehearseUnsaved);
            routes.post(prefix + "/rules/what-if", this::compare);
            routes.get(
                    prefix + "/rules/{rule}", context -> Answers.resource(context, rule(context, gate.read(context))));
            routes.get(prefix + "/rules/{rule}/executions", this::executions);
            routes.post(prefix + "/rules/{rule}/dry-run", this::rehearse);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Query query = Query.of("AgentTriggerRule", scope.namespace())
                .limit(Answers.limit(context))
                .after(Answers.query(context, "continue"));
        String state = Answers.query(context, "state");
        ResourceList page = desk.list(state.isEmpty() ? query : query.whereField("spec.lifecycleState", state));
        Answers.items(context, page.items(), page.next());
    }

    private AgentTriggerRule rule(Context context, Scope scope) {
        return desk.get(AgentTriggerRule.class, scope.namespace(), context.pathParam("rule"))
                .orElseThrow(() -> ApiException.missing(""));
    }

    private void executions(Context context) {
        Scope scope = gate.read(context);
        String name = rule(context, scope).metadata().name();
        NewestFirst.answer(
                context,
                store,
                Query.of("AgentTriggerExecution", scope.namespace()).whereField("spec.triggerRule", name));
    }

    /** A dry run changes nothing: whoever may read may ask. */
    private void rehearse(Context context) {
        Scope scope = gate.read(context);
        AgentTriggerRule rule = rule(context, scope);
        answer(context, scope, rule, Bodies.json(context));
    }

    private void rehearseUnsaved(Context context) {
        Scope scope = gate.read(context);
        Map<String, Object> body = new LinkedHashMap<>(Bodies.json(context));
        AgentTriggerRule rule = UnsavedRule.read(body.remove("rule"), scope.namespace());
        answer(context, scope, rule, body);
    }

    private void answer(Context context, Scope scope, AgentTriggerRule rule, Map<String, Object> body) {
        Answers.json(
                context,
                200,
                asked(() -> rehearsal
                        .rehearse(
                                scope.namespace(),
                                rule,
                                Occasions.read(body, rehearsal.organization(scope.namespace())))
                        .toTree()));
    }

    private static Map<String, Object> asked(Supplier<Map<String, Object>> question) {
        try {
            return question.get();
        } catch (SourceUnavailableException e) {
            throw new ApiException(ErrorCode.UNAVAILABLE, "the forge cannot be asked now; say what the actor may do");
        }
    }

    private void compare(Context context) {
        Scope scope = gate.read(context);
        Proposal proposal = Proposal.read(Bodies.json(context), scope.namespace());
        Answers.json(context, 200, whatIf.ask(scope.namespace(), proposal).toTree());
    }
}
