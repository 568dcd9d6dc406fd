package ai.a5c.krate.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changed since people said yes to an earlier question, as lines for people that are comments in YAML. */
final class DeltaText {

    private static final String MARK = "#";

    private DeltaText() {}

    /** What an approval says of it; empty if nobody has said yes before. */
    static String of(Map<String, Object> approval) {
        String since = Output.at(approval, ".spec.delta.since");
        if (since.isEmpty()) {
            return "";
        }
        Map<?, ?> delta = map(map(approval.get("spec")).get("delta"));
        List<String> lines = new ArrayList<>();
        String who = list(delta.get("approvedBy")).stream()
                .map(String::valueOf)
                .map(DeltaText::line)
                .collect(Collectors.joining(", "));
        lines.add("%s approved %s, which is void. Since then:".formatted(who, line(since)));
        list(delta.get("changes")).forEach(change -> lines.add("- " + line(String.valueOf(change))));
        List<?> same = list(delta.get("asApproved"));
        if (!same.isEmpty()) {
            lines.add("As it was approved: %s"
                    .formatted(same.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        if (delta.get("text") instanceof String text && !text.isEmpty()) {
            lines.add("");
            lines.addAll(text.stripTrailing().lines().toList());
        }
        return lines.stream()
                .map(line -> line.isEmpty() ? MARK : MARK + " " + line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
