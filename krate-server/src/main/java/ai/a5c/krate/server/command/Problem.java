package ai.a5c.krate.server.command;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server said of a failure, as one text for people. */
final class Problem {

    private Problem() {}

    static String text(Map<String, Object> body, HttpResponse<?> response) {
        String correlation = response.headers().firstValue("X-Correlation-Id").orElse("none");
        List<String> lines = new ArrayList<>();
        if (body.get("error") instanceof Map<?, ?> error) {
            lines.add("%s (%s)".formatted(error.get("message"), code(error)));
            causes(error.get("reasons")).stream()
                    .filter(cause -> !cause.endsWith(": " + error.get("message")))
                    .forEach(lines::add);
        } else if ("Status".equals(body.get("kind"))) {
            List<String> causes = body.get("details") instanceof Map<?, ?> details
                    ? causes(details.get("causes"))
                    : List.<String>of();
            lines.add("%s (%s)".formatted(message(body, causes), body.get("reason")));
            lines.addAll(causes);
        } else {
            lines.add("the server refused without saying why");
        }
        lines.add("  correlation id " + correlation);
        return String.join("\n", lines);
    }

    /** What exactly it was refused for, where the general code only says that it was. */
    private static String code(Map<?, ?> error) {
        String general = String.valueOf(error.get("code"));
        return general.equals("REFUSED")
                        && error.get("reasons") instanceof List<?> reasons
                        && !reasons.isEmpty()
                        && reasons.get(0) instanceof Map<?, ?> first
                        && first.get("code") instanceof String code
                ? code
                : general;
    }

    /** Of an invalid document without the list of faults, which follow anyhow, one a line. */
    private static String message(Map<String, Object> body, List<String> causes) {
        String whole = String.valueOf(body.get("message"));
        return causes.isEmpty() ? whole : whole.replaceFirst("(?s) is invalid: .*", " is invalid");
    }

    private static List<String> causes(@Nullable Object reasons) {
        List<String> lines = new ArrayList<>();
        if (reasons instanceof List<?> list) {
            for (Object reason : list) {
                if (reason instanceof Map<?, ?> one
                        && !Objects.requireNonNullElse(one.get("field"), "").equals("")) {
                    lines.add("  %s: %s".formatted(one.get("field"), one.get("message")));
                }
            }
        }
        return lines;
    }
}
