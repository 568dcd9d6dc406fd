package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.WriteOptions;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the query of a write says about how it is done. */
final class WriteParameters {

    private static final Set<String> VALIDATIONS = Set.of("", "Strict", "Warn", "Ignore");

    private WriteParameters() {}

    static WriteOptions of(Context context, WriteOptions.Part part) {
        if (!VALIDATIONS.contains(Answer.query(context, "fieldValidation"))) {
            throw Status.badRequest("fieldValidation must be Strict, Warn or Ignore; unknown fields are always refused")
                    .refusal();
        }
        return new WriteOptions(
                dryRun(context.queryParams("dryRun")), manager(context), Answer.flag(context, "force"), part);
    }

    /** Whether nothing is to be stored; {@code All} is the only stage there is. */
    static boolean dryRun(List<String> stages) {
        List<String> given = stages.stream().filter(stage -> !stage.isEmpty()).toList();
        if (!given.stream().allMatch("All"::equals)) {
            throw Status.badRequest("dryRun must be All").refusal();
        }
        return !given.isEmpty();
    }

    /** Who writes: {@code fieldManager}, or what the client calls itself. */
    private static String manager(Context context) {
        String named = Answer.query(context, "fieldManager");
        if (named.length() > WriteOptions.LONGEST_MANAGER
                || !named.chars().allMatch(character -> character >= ' ' && !Character.isISOControl(character))) {
            throw Status.badRequest("fieldManager must be at most %d printable characters"
                            .formatted(WriteOptions.LONGEST_MANAGER))
                    .refusal();
        }
        return named.isEmpty()
                ? Optional.ofNullable(context.header("User-Agent"))
                        .map(agent -> agent.split("[/\\s]", 2)[0].replaceAll("[^ -~]", ""))
                        .orElse("")
                : named;
    }
}
