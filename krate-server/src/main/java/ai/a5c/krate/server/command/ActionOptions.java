package ai.a5c.krate.server.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What goes with an action on a run. */
final class ActionOptions {

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What the agent is told.")
    private Optional<String> message = Optional.empty();

    @Option(
            names = "--expected-generation",
            paramLabel = "NUMBER",
            description = "Refuse if the run has moved on from this generation, as told by runs actions.")
    private Optional<Long> generation = Optional.empty();

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        message.ifPresent(text -> body.put("message", text));
        generation.ifPresent(number -> body.put("expectedGeneration", number));
        return body;
    }
}
