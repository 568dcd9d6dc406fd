package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenCode without a terminal: {@code opencode run --format json}, the prompt on standard input; one JSON object a line,
 * of type {@code step_start}, {@code text}, {@code tool_use}, {@code step_finish} or {@code error}.
 */
final class OpencodeAdapter implements Adapter {

    @Override
    public String name() {
        return "opencode";
    }

    @Override
    public Optional<KnownProgram> program() {
        return Optional.of(KnownProgram.OPENCODE);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.SESSIONS,
                Capability.STRUCTURED_EVENTS,
                Capability.CANCEL,
                Capability.RESUME,
                Capability.FORK,
                Capability.COST);
    }

    @Override
    public Set<String> reserved() {
        return Set.of("--dangerously-skip-permissions", "--yolo", "--auto");
    }

    @Override
    public List<String> command(LaunchRequest request) {
        Setup setup = request.setup();
        List<String> command = new ArrayList<>(List.of("opencode", "run", "--format", "json"));
        Words.option(command, "--model", setup.model());
        setup.origin().ifPresent(origin -> {
            command.addAll(List.of("--session", origin.agentSessionId()));
            if (origin.mode() == Origin.Mode.FORK) {
                command.add("--fork");
            }
        });
        if (setup.questions() == Setup.Questions.ALLOW) {
            command.add("--dangerously-skip-permissions");
        }
        command.addAll(request.command());
        return command;
    }

    @Override
    public Ear ear() {
        return new OpencodeEar();
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        boolean finished = lastLines.stream()
                .flatMap(line -> JsonLine.parse(line).stream())
                .anyMatch(event -> event.text("type").equals("step_finish"));
        Optional<JsonLine> error = lastLines.stream()
                .flatMap(line -> JsonLine.parse(line).stream())
                .filter(event -> Set.of("step_finish", "error").contains(event.text("type")))
                .reduce((first, last) -> last)
                .filter(event -> event.text("type").equals("error"));
        if (error.isPresent()) {
            return error.map(event -> "said that it failed: " + OpencodeEar.reason(event));
        }
        return finished ? Optional.empty() : Optional.of("ended without a finished step");
    }
}
