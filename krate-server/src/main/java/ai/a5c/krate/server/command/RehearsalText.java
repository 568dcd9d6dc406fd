package ai.a5c.krate.server.command;

import ai.a5c.krate.review.PermissionReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reviews, dry runs and comparisons for people to read. */
final class RehearsalText {

    private RehearsalText() {}

    static List<String> review(PermissionReview review) {
        List<String> lines = new ArrayList<>(
                List.of(word(review.decision()) + ": stack " + review.request().agentStack()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DECISION", "REASON", "FIXABLE BY", "MESSAGE"));
        review.reasons()
                .forEach(reason -> rows.add(List.of(
                        word(reason.decision()),
                        reason.code().code(),
                        word(reason.code().fixableBy()),
                        reason.message())));
        if (rows.size() > 1) {
            lines.add(Output.table(rows));
        }
        review.yamlPreview().forEach(yaml -> {
            lines.add("---");
            lines.add(yaml.stripTrailing());
        });
        return lines;
    }

    /** What would come of a dispatch by hand. */
    static List<String> dispatch(Map<?, ?> answer) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s at %s of %s"
                .formatted(
                        Output.at(answer, ".outcome"),
                        Output.at(answer, ".run.spec.agentStack"),
                        Output.at(answer, ".run.spec.sha"),
                        Output.at(answer, ".run.spec.repository")));
        List<List<String>> rows = new ArrayList<>();
        row("TRUST", "%s %s".formatted(Output.at(answer, ".trust"), because(Output.at(answer, ".trustReason"))), rows);
        row("CONTEXT", Output.at(answer, ".context.promptBytes") + " bytes", rows);
        row("LEFT OUT", Output.at(answer, ".context.truncatedBytes") + " bytes", rows);
        list(answer.get("review") instanceof Map<?, ?> review ? review.get("reasons") : List.of())
                .forEach(reason ->
                        row("REASON", Output.at(reason, ".code") + ": " + Output.at(reason, ".message"), rows));
        lines.add(Output.table(rows));
        return lines;
    }

    /** One rule on one event. */
    static List<String> dryRun(Map<?, ?> answer) {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s: %s"
                .formatted(Output.at(answer, ".rule"), Output.at(answer, ".outcome"), Output.at(answer, ".summary")));
        List<List<String>> rows = new ArrayList<>();
        row(
                "EVENT",
                "%s by %s in %s"
                        .formatted(
                                Output.at(answer, ".event.type"),
                                Output.at(answer, ".event.actor"),
                                Output.at(answer, ".event.repository")),
                rows);
        row(
                "TRUST",
                "%s %s".formatted(Output.at(answer, ".event.trust"), because(Output.at(answer, ".event.trustReason"))),
                rows);
        row("LIFECYCLE", Output.at(answer, ".lifecycleState"), rows);
        row("WANTED", Output.at(answer, ".noMatch.expected"), rows);
        row("GOT", Output.at(answer, ".noMatch.actual"), rows);
        row("DEDUPE KEY", Output.at(answer, ".dedupe.key"), rows);
        row("HELD BY", Output.at(answer, ".dedupe.heldBy"), rows);
        row("JOINS", Output.at(answer, ".join.run"), rows);
        row(
                "CONTEXT",
                Output.at(answer, ".context.bytes").isEmpty() ? "" : Output.at(answer, ".context.bytes") + " bytes",
                rows);
        row("REVIEW", Output.at(answer, ".review.decision"), rows);
        addActions(answer, rows);
        lines.add(Output.table(rows));
        return lines;
    }

    private static void addActions(Map<?, ?> answer, List<List<String>> rows) {
        list(answer.get("actions"))
                .forEach(action -> row(
                        "ACTION",
                        "%s %s (%s)"
                                .formatted(
                                        Output.at(action, ".action"),
                                        Output.at(action, ".subject"),
                                        Output.at(action, ".reason")),
                        rows));
        list(answer.get("reasons"))
                .forEach(reason ->
                        row("REASON", Output.at(reason, ".code") + ": " + Output.at(reason, ".message"), rows));
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : "(%s)".formatted(reason);
    }

    private static void row(String name, String value, List<List<String>> rows) {
        if (!value.isBlank()) {
            rows.add(List.of("  " + name, value.strip()));
        }
    }

    /** Other resources on the past. */
    static List<String> whatIf(Map<?, ?> answer) {
        List<String> lines = new ArrayList<>(List.of(Output.at(answer, ".summary")));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DELIVERY", "TYPE", "ACTOR", "TRUST", "RULE", "BEFORE", "AFTER", "REASON"));
        list(answer.get("changes"))
                .forEach(change -> rows.add(List.of(
                        Output.at(change, ".delivery"),
                        Output.at(change, ".type"),
                        Output.at(change, ".actor"),
                        Output.at(change, ".trust"),
                        Output.at(change, ".rule"),
                        Output.at(change, ".before"),
                        Output.at(change, ".after"),
                        Output.at(change, ".reason"))));
        if (rows.size() > 1) {
            lines.add(Output.table(rows));
        }
        return lines;
    }

    private static List<Map<?, ?>> list(@Nullable Object value) {
        List<Map<?, ?>> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> {
                if (item instanceof Map<?, ?> map) {
                    items.add(map);
                }
            });
        }
        return items;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
