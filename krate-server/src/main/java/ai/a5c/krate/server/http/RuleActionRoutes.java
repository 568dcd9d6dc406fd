package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.trigger.RuleAction;
import ai.a5c.krate.validate.Faults;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people do with trigger rules: move them through their life, decide a delivery again, keep its work item. */
public final class RuleActionRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final RuleDesk rules;

    public RuleActionRoutes(Gate gate, ResourceDesk desk, RuleDesk rules) {
        this.gate = gate;
        this.desk = desk;
        this.rules = rules;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.post(prefix + "/rules/{rule}/lifecycle", this::move);
            routes.post(prefix + "/rules/{rule}/replay-delivery", this::replay);
            routes.post(prefix + "/rules/{rule}/materialize", this::materialize);
        }
    }

    private void move(Context context) {
        Scope scope = gate.write(context);
        String word = word(Bodies.json(context), "action");
        RuleAction action = Arrays.stream(RuleAction.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(RuleActionRoutes::unknownAction);
        Answers.resource(context, rules.act(scope.namespace(), context.pathParam("rule"), action, scope.caller()));
    }

    private static ApiException unknownAction() {
        String known = String.join(
                ", ", Arrays.stream(RuleAction.values()).map(RuleAction::word).toList());
        return new ApiException(ErrorCode.INVALID_RESOURCE, "$.action: expected one of " + known);
    }

    private void replay(Context context) {
        Scope scope = gate.write(context);
        String delivery = word(Bodies.json(context), "delivery");
        RuleDesk.Replayed replayed =
                rules.replay(scope.namespace(), context.pathParam("rule"), delivery, scope.caller());
        Map<String, Object> tree = new LinkedHashMap<>();
        if (replayed instanceof RuleDesk.Decided decided) {
            tree.put("outcome", decided.before() ? "decided-before" : "decided");
            tree.put("execution", ResourceCodec.write(decided.execution()));
        } else if (replayed instanceof RuleDesk.Unmatched unmatched) {
            tree.put("outcome", "unmatched");
            tree.put("reasons", unmatched.reasons().stream().map(Json::toTree).toList());
        }
        Answers.json(context, 200, tree);
    }

    private void materialize(Context context) {
        Scope scope = gate.write(context);
        String delivery = word(Bodies.json(context), "delivery");
        if (desk.get(AgentTriggerRule.class, scope.namespace(), context.pathParam("rule"))
                .isEmpty()) {
            throw ApiException.missing("");
        }
        String workItem =
                rules.materialize(scope.namespace(), delivery, scope.caller()).toString();
        Answers.json(context, 200, Map.of("workItem", workItem));
    }

    private static String word(Map<String, Object> body, String member) {
        if (body.get(member) instanceof String text && !text.isEmpty()) {
            return text;
        }
        new Faults().at("$." + member, "required; expected text").throwIfAny();
        return "";
    }
}
