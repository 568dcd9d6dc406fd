package ai.a5c.krate.server.http;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ReviewQuestion;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.server.view.Roles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Roles and who holds them, and permission reviews. */
public final class PermissionRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final Reviews reviews;

    public PermissionRoutes(Gate gate, ResourceDesk desk, Reviews reviews) {
        this.gate = gate;
        this.desk = desk;
        this.reviews = reviews;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/permissions", this::list);
            routes.post(
                    prefix + "/permissions/role-bindings",
                    context -> Creation.of(context, gate, desk, AgentRoleBinding.class));
            routes.post(prefix + "/permissions/review", this::review);
            routes.get(prefix + "/permissions/role-templates", this::templates);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Roles.read(desk, scope.namespace()));
    }

    private void templates(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Map.of("items", Roles.templates(desk, scope.namespace())));
    }

    /** A review changes nothing: whoever may read may ask. */
    private void review(Context context) {
        Scope scope = gate.read(context);
        ReviewRequest request = ReviewQuestion.read(
                Bodies.json(context),
                desk.organizationOf(scope.namespace()),
                scope.caller().name());
        PermissionReview review = reviews.review(scope.namespace(), request, Set.of());
        context.header("ETag", "\"" + review.snapshotDigest().text() + "\"")
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(CanonicalJson.text(review.snapshot()));
    }
}
