package ai.a5c.krate.server.http;

import ai.a5c.krate.server.http.ApiError.ErrorReason;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Webhooks in; whoever is not authentic learns nothing. */
public final class HookRoutes implements Routes {

    private final HookHandler handler;

    public HookRoutes(HookHandler handler) {
        this.handler = handler;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/hooks/gitea/{org}/{subscription}", context -> receive("gitea", context));
        routes.post("/hooks/jenkins/{org}/{subscription}", context -> receive("jenkins", context));
        routes.post("/hooks/generic/{org}/{subscription}", context -> receive("generic", context));
    }

    private void receive(String kind, Context context) {
        byte[] body = Bodies.raw(context, Bodies.HOOK_LIMIT);
        HookAnswer answer = handler.handle(
                kind, context.pathParam("org"), context.pathParam("subscription"), headers(context), body);
        if (answer.status() == 401) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "the delivery is not authentic");
        }
        if (answer.status() >= 400) {
            throw new ApiException(
                    ErrorCode.ofStatus(answer.status()),
                    answer.message(),
                    List.of(new ErrorReason(answer.code(), "", answer.message())));
        }
        Answers.json(context, answer.status(), Map.of("delivery", answer.delivery(), "duplicate", answer.duplicate()));
    }

    private static Map<String, String> headers(Context context) {
        Map<String, String> lower = new TreeMap<>();
        context.headerMap().forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
