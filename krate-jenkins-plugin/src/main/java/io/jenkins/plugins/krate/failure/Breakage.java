package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.failure.Failure;
import ai.a5c.krate.source.jenkins.BuildReport;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What broke a build, made of what its pipeline and its log say. */
final class Breakage {

    private static final Pattern EXIT_CODE = Pattern.compile("script returned exit code (-?\\d{1,9})");

    private Breakage() {}

    /**
     * The failure; empty if neither says anything.
     *
     * @param step the step that failed, if the build is a pipeline
     * @param log what its log says
     * @param redact takes secrets out
     */
    static Optional<BuildReport.Failure> of(
            Optional<StepFacts> step, Optional<Failure> log, UnaryOperator<String> redact) {
        if (step.isEmpty() && log.isEmpty()) {
            return Optional.empty();
        }
        String said = step.map(StepFacts::message).orElse("");
        return Optional.of(new BuildReport.Failure(
                stages(step, log).stream().map(redact).toList(),
                redact.apply(step.map(StepFacts::function).orElse("")),
                redact.apply(error(said, log)),
                exitCode(said).or(() -> log.flatMap(Failure::exitCode)),
                log.map(Failure::tool).orElse(""),
                redact.apply(log.map(found -> String.join("\n", found.excerpt().lines()))
                        .orElse("")),
                log.map(Failure::fingerprint).orElse("")));
    }

    private static List<String> stages(Optional<StepFacts> step, Optional<Failure> log) {
        if (step.isPresent()) {
            return step.get().stages();
        }
        return log.map(Failure::stage)
                .filter(stage -> !stage.isEmpty())
                .map(List::of)
                .orElse(List.of());
    }

    /** An exit code alone explains nothing if the log does. */
    private static String error(String said, Optional<Failure> log) {
        boolean bare = said.isBlank() || exitCode(said).isPresent();
        return bare ? log.map(Failure::message).filter(text -> !text.isBlank()).orElse(said) : said;
    }

    private static Optional<Integer> exitCode(String message) {
        Matcher matcher = EXIT_CODE.matcher(message);
        return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }
}
