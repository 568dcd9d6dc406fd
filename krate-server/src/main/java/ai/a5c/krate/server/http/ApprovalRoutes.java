package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Outsider;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Approvals: the inbox and decisions. */
public final class ApprovalRoutes implements Routes {

    private static final int MOST_NAME = 512;

    private final Gate gate;
    private final ResourceDesk desk;
    private final ApprovalDesk approvals;

    public ApprovalRoutes(Gate gate, ResourceDesk desk, ApprovalDesk approvals) {
        this.gate = gate;
        this.desk = desk;
        this.approvals = approvals;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/approvals", this::list);
            routes.get(prefix + "/approvals/{approval}", this::show);
            routes.post(prefix + "/approvals/{approval}/decision", this::decide);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        Listing.newest(context, Query.of("AgentApproval", scope.namespace()))
                .where("phase", "status.phase")
                .where("run", "spec.dispatchRun")
                .where("run", "spec.dispatchRun")
                .answer(desk);
    }

    private void show(Context context) {
        Scope scope = gate.read(context, TokenScope.RUNS_READ);
        Answers.resource(
                context,
                desk.get(AgentApproval.class, scope.namespace(), context.pathParam("approval"))
                        .orElseThrow(() -> ApiException.missing("")));
    }

    private void decide(Context context) {
        boolean may = gate.speaksForJenkins(context);
        Map<String, Object> body = Bodies.json(context);
        boolean speaks = may && body.containsKey("onBehalfOf");
        Scope scope = gate.write(context, speaks ? TokenScope.JENKINS_USERS : TokenScope.APPROVALS_DECIDE);
        Caller caller = speaks ? person(body, scope) : scope.caller();
        ApprovalDesk.Request request = new ApprovalDesk.Request(
                scope.namespace(),
                context.pathParam("approval"),
                approves(body.getOrDefault("decision", "")),
                ordinals(body.getOrDefault("actions", List.of())),
                text(body, "comment"),
                digest(text(body, "bindingDigest")));
        ApprovalDesk.Ruling ruling = approvals.decide(request, caller);
        if (ruling instanceof ApprovalDesk.Decided decided) {
            Answers.resource(context, decided.approval());
        } else if (ruling instanceof ApprovalDesk.Refused refused) {
            throw new ApiException(ApiError.refused(refused.code(), refused.message()));
        }
    }

    /** The user of a Jenkins in whose name a token that may do so decides. */
    private Caller person(Map<String, Object> body, Scope scope) {
        if (!(body.get("onBehalfOf") instanceof Map<?, ?> person)
                || !(person.get("user") instanceof String user)
                || user.isBlank()
                || user.length() > MOST_NAME
                || !(person.get("controller") == null || person.get("controller") instanceof String)) {
            throw invalid("$.onBehalfOf", "expected user, the id of a Jenkins user, and controller, its address");
        }
        String controller = person.get("controller") instanceof String url ? url : "";
        return approvals.inNameOf(scope.namespace(), new Outsider("jenkins", user), controller, scope.caller());
    }

    private static boolean approves(Object decision) {
        if (!decision.equals("approve") && !decision.equals("deny")) {
            throw invalid("$.decision", "expected approve or deny");
        }
        return decision.equals("approve");
    }

    private static List<Integer> ordinals(Object actions) {
        List<Integer> ordinals = new ArrayList<>();
        if (!(actions instanceof List<?> items)) {
            throw invalid("$.actions", "expected a list of ordinals");
        }
        for (Object item : items) {
            if (!(item instanceof Integer ordinal) || ordinal < 1 || ordinals.size() >= 1_000) {
                throw invalid("$.actions", "expected a list of ordinals from 1");
            }
            ordinals.add(ordinal);
        }
        return ordinals;
    }

    private static String text(Map<String, Object> body, String name) {
        if (body.getOrDefault(name, "") instanceof String text && text.length() <= 10_000) {
            return text;
        }
        throw invalid("$." + name, "expected text of at most 10000 characters");
    }

    private static String digest(String text) {
        if (!text.isEmpty() && !text.matches("sha256:[0-9a-f]{64}")) {
            throw invalid("$.bindingDigest", "expected the approval's spec.bindingDigest");
        }
        return text;
    }

    private static ApiException invalid(String field, String message) {
        return new ApiException(
                ErrorCode.INVALID_BODY,
                "the decision is not well formed",
                List.of(new ApiError.ErrorReason("INVALID_FIELD", field, message)));
    }
}
