package ai.a5c.krate.server.http;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer;
import ai.a5c.krate.engine.manual.DispatchDesk;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.engine.manual.Preview;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.server.http.ApiError.ErrorReason;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dispatch by hand, and what would come of it. */
public final class DispatchRoutes implements Routes {

    private static final String RETRY_AFTER_SECONDS = "60";

    private final Gate gate;
    private final DispatchDesk dispatch;

    public DispatchRoutes(Gate gate, DispatchDesk dispatch) {
        this.gate = gate;
        this.dispatch = dispatch;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.post(prefix + "/runs", this::dispatch);
            routes.post(prefix + "/context/preview", this::context);
        }
    }

    private Asked asked(Context context) {
        Scope scope = gate.write(context, TokenScope.RUNS_DISPATCH);
        String key = Optional.ofNullable(context.header("Idempotency-Key")).orElse("");
        return new Asked(scope.namespace(), DispatchRequest.read(Bodies.json(context), key), scope.caller());
    }

    private void dispatch(Context context) {
        Asked asked = asked(context);
        String dryRun = Answers.query(context, "dryRun");
        if (dryRun.equals("All")) {
            Answers.json(context, 200, tree(dispatch.preview(asked)));
        } else if (dryRun.isEmpty()) {
            answer(context, made(context, asked));
        } else {
            throw new ApiException(ErrorCode.BAD_REQUEST, "dryRun must be All, or absent");
        }
    }

    private DispatchAnswer made(Context context, Asked asked) {
        try {
            return dispatch.dispatch(asked);
        } catch (RefusedException e) {
            if (e.code().equals(ErrorCode.RATE_LIMITED.name())) {
                context.header("Retry-After", RETRY_AFTER_SECONDS);
            }
            throw e;
        }
    }

    private static void answer(Context context, DispatchAnswer answer) {
        if (answer instanceof DispatchAnswer.Denied denied) {
            throw new ApiException(
                    ErrorCode.POLICY_DENIED,
                    "the permission review denies it; nothing was dispatched",
                    reasons(denied));
        }
        DispatchAnswer.Accepted accepted = (DispatchAnswer.Accepted) answer;
        AgentDispatchRun run = accepted.run();
        if (accepted.again()) {
            context.header("Idempotency-Replayed", "true");
        }
        context.header("Location", context.path() + "/" + run.metadata().name());
        Answers.json(context, accepted.again() ? 200 : 201, ResourceCodec.write(run));
    }

    private static List<ErrorReason> reasons(DispatchAnswer.Denied denied) {
        return denied.review().reasons().stream()
                .map(reason -> new ErrorReason(reason.code().code(), reason.field(), reason.message()))
                .toList();
    }

    private void context(Context context) {
        Answers.json(context, 200, context(dispatch.preview(asked(context))));
    }

    private static Map<String, Object> tree(Preview preview) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("outcome", preview.outcome());
        tree.put("trust", Json.toTree(preview.run().spec()).get("trust"));
        tree.put("trustReason", preview.trustReason());
        tree.put("run", ResourceCodec.write(preview.run()));
        tree.put("review", Json.readObject(CanonicalJson.text(preview.review().snapshot())));
        tree.put("context", context(preview));
        return tree;
    }

    private static Map<String, Object> context(Preview preview) {
        AgentContextBundle.Spec bundle = preview.context().spec();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("digest", bundle.digest());
        tree.put("promptBytes", bundle.promptBytes());
        tree.put(
                "truncatedBytes",
                bundle.sources().stream()
                        .mapToLong(AgentContextBundle.Layer::truncatedBytes)
                        .sum());
        tree.put("layers", Json.toTree(bundle).get("sources"));
        tree.put("redactions", bundle.redactions());
        tree.put("findings", Json.toTree(bundle).get("findings"));
        tree.put("prompt", preview.prompt());
        return tree;
    }
}
