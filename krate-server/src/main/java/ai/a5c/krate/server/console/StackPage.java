package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.render.Yaml;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.server.view.StackState;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page of a stack.
 *
 * @param notice what the last form did: {@code applied}, {@code stale} or nothing
 * @param disabled why suggestions cannot be applied by this person
 * @param refused why the last suggestion was not applied
 */
public record StackPage(
        Shell shell,
        StackRow row,
        AgentStack stack,
        List<Condition> conditions,
        List<MatrixRow> matrix,
        List<Suggestion> suggestions,
        Optional<Disabled> disabled,
        Optional<Disabled> refused,
        List<ReasonCard> reasons,
        List<String> consumers,
        String digest,
        String yaml,
        String notice) {

    public StackPage {
        conditions = List.copyOf(conditions);
        matrix = List.copyOf(matrix);
        suggestions = List.copyOf(suggestions);
        reasons = List.copyOf(reasons);
        consumers = List.copyOf(consumers);
    }

    static StackPage of(StackState state, Visit visit, Shell shell, String notice, Optional<Disabled> refused) {
        PermissionReview review = state.review();
        AgentStack stack = state.stack();
        return new StackPage(
                shell,
                StackRow.of(state),
                stack,
                state.conditions(),
                Matrix.of(review),
                review.suggestions().stream().map(Suggestion::of).toList(),
                Disabled.ofReader(
                        visit,
                        "Apply the suggested grant",
                        "AgentStack/" + stack.metadata().name()),
                refused,
                review.reasons().stream()
                        .map(reason -> ReasonCard.of(reason, visit))
                        .toList(),
                state.consumers().stream()
                        .map(ref -> ref.substring(ref.indexOf('/') + 1))
                        .toList(),
                review.snapshotDigest().text(),
                Yaml.write(ResourceCodec.write(stack)),
                notice.matches("applied|stale") ? notice : "");
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/stacks/" + row.name();
    }

    /** How a condition looks. */
    public Badge badge(Condition condition) {
        return switch (condition.status()) {
            case "True" -> new Badge("good", "check", condition.type());
            case "False" -> new Badge("bad", "cross", condition.type());
            default -> new Badge("quiet", "clock", condition.type());
        };
    }
}
