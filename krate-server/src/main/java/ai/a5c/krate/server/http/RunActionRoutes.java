package ai.a5c.krate.server.http;

import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.auth.TokenScope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What may be done with a run, and doing it: cancel, retry, resume, continue, fork, rerun-after-fix. */
final class RunActionRoutes implements Routes {

    private static final Set<String> MEMBERS = Set.of("expectedGeneration", "message");

    private final Gate gate;
    private final RunDesk runs;

    RunActionRoutes(Gate gate, RunDesk runs) {
        this.gate = gate;
        this.runs = runs;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/runs/{run}/actions", this::list);
            for (RunAction action : RunAction.values()) {
                routes.post(prefix + "/runs/{run}/" + action.word(), context -> act(context, action));
            }
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        RunDesk.Actions actions = runs.actions(scope.namespace(), context.pathParam("run"), scope.caller());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("generation", actions.generation());
        tree.put(
                "actions",
                actions.allowances().stream().map(RunActionRoutes::tree).toList());
        Answers.json(context, 200, tree);
    }

    private static Map<String, Object> tree(Allowance allowance) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("action", allowance.action().word());
        tree.put("allowed", allowance.allowed());
        tree.put("code", allowance.code().name());
        tree.put("message", allowance.message());
        return tree;
    }

    private void act(Context context, RunAction action) {
        Scope scope = action == RunAction.CANCEL ? gate.write(context, TokenScope.RUNS_CANCEL) : gate.write(context);
        Map<String, Object> body = body(context);
        ActionRequest request = new ActionRequest(
                scope.namespace(),
                context.pathParam("run"),
                action,
                message(body),
                generation(body),
                Optional.ofNullable(context.header("Idempotency-Key")).orElse(""));
        RunDesk.Answer answer = runs.act(request, scope.caller());
        if (answer instanceof RunDesk.Done done) {
            Answers.resource(context, done.run());
        } else if (answer instanceof RunDesk.Refused refused) {
            throw new ApiException(ApiError.refused(refused.code(), refused.message()));
        }
    }

    /** An object, or nothing at all. */
    private static Map<String, Object> body(Context context) {
        byte[] bytes = Bodies.raw(context, Bodies.LIMIT);
        Map<String, Object> body =
                bytes.length == 0 ? Map.of() : Json.readObject(new String(bytes, StandardCharsets.UTF_8));
        body.keySet().stream()
                .filter(member -> !MEMBERS.contains(member))
                .findFirst()
                .ifPresent(member -> {
                    throw invalid("$", "unknown field; known are expectedGeneration, message");
                });
        return body;
    }

    private static String message(Map<String, Object> body) {
        if (body.getOrDefault("message", "") instanceof String text) {
            return text;
        }
        throw invalid("$.message", "expected text");
    }

    private static OptionalLong generation(Map<String, Object> body) {
        if (!body.containsKey("expectedGeneration")) {
            return OptionalLong.empty();
        }
        if (body.get("expectedGeneration") instanceof Number number
                && number.longValue() >= 0
                && number.doubleValue() == number.longValue()) {
            return OptionalLong.of(number.longValue());
        }
        throw invalid("$.expectedGeneration", "expected the run's status.stateGeneration, a number");
    }

    private static ApiException invalid(String field, String message) {
        return new ApiException(
                ErrorCode.INVALID_BODY,
                "the request is not well formed",
                List.of(new ApiError.ErrorReason("INVALID_FIELD", field, message)));
    }
}
