package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.view.StackState;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stacks with their readiness, one stack with its permission review, and the button that applies a suggestion. */
public final class StackPages implements Routes {

    private static final int ON_A_PAGE = 30;

    private final ConsoleParts parts;
    private final Frame frame;

    public StackPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/stacks";
        routes.get(base, context -> frame.show(context, "stacks.jte", this::list));
        routes.get(base + "/{stack}", context -> frame.show(context, "stack.jte", this::stack));
        routes.post(base + "/{stack}/grants", context -> frame.form(context, this::grant));
    }

    private StacksPage list(Context context, Visit visit) {
        ResourceList found = parts.desk()
                .list(Query.of("AgentStack", visit.scope().namespace())
                        .limit(ON_A_PAGE)
                        .after(Frame.query(context, "continue")));
        List<StackRow> rows = found.items().stream()
                .map(AgentStack.class::cast)
                .map(stack -> StackRow.of(state(stack, visit)))
                .toList();
        return new StacksPage(frame.shell(visit, "Stacks", "stacks"), rows, found.next());
    }

    private StackState state(AgentStack stack, Visit visit) {
        return StackState.of(
                stack, parts.desk(), parts.reviews(), visit.scope().caller().name());
    }

    private StackState find(Context context, Visit visit) {
        return parts.desk()
                .get(AgentStack.class, visit.scope().namespace(), context.pathParam("stack"))
                .map(stack -> state(stack, visit))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such stack"));
    }

    private StackPage stack(Context context, Visit visit) {
        StackState state = find(context, visit);
        String name = state.stack().metadata().name();
        return StackPage.of(
                state, visit, frame.shell(visit, name, "stacks"), Frame.query(context, "after"), Optional.empty());
    }

    /** Applies the suggestion that was shown, if a review still makes it; else shows what is missing now. */
    private void grant(Context context, Visit visit) {
        StackState state = find(context, visit);
        String asked = Frame.field(context, "suggestion");
        Optional<PermissionReview.Suggestion> suggestion = state.review().suggestions().stream()
                .filter(one -> Suggestion.digest(one.yaml()).equals(asked))
                .findFirst();
        String name = state.stack().metadata().name();
        try {
            for (Map<String, Object> document : Documents.read(
                    suggestion.map(PermissionReview.Suggestion::yaml).orElse(""))) {
                parts.desk()
                        .apply(
                                document,
                                visit.scope().namespace(),
                                visit.scope().caller());
            }
        } catch (RefusedException e) {
            context.status(403);
            Disabled refused = Suggestion.refused(suggestion.orElseThrow(), visit, String.valueOf(e.getMessage()));
            Shell shell = frame.shell(visit, name, "stacks");
            frame.render(context, "stack.jte", StackPage.of(state, visit, shell, "", Optional.of(refused)));
            return;
        }
        Frame.seeOther(
                context,
                "/orgs/%s/agents/stacks/%s?after=%s"
                        .formatted(visit.scope().organization(), name, suggestion.isPresent() ? "applied" : "stale"));
    }
}
