package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gemini CLI without a terminal: {@code gemini --output-format stream-json}, the prompt on standard input; one JSON
 * object a line, of type {@code init}, {@code message}, {@code tool_use}, {@code tool_result}, {@code error} or {@code
 * result}. What it would ask for is denied.
 */
final class GeminiAdapter implements Adapter {

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public Optional<KnownProgram> program() {
        return Optional.of(KnownProgram.GEMINI);
    }

    /** It finds sessions by the directory they were held in, so another attempt cannot go on with one. */
    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SESSIONS, Capability.STRUCTURED_EVENTS, Capability.CANCEL);
    }

    @Override
    public Set<String> reserved() {
        return Set.of("--yolo", "-y", "--approval-mode");
    }

    @Override
    public List<String> command(LaunchRequest request) {
        Setup setup = request.setup();
        if (setup.origin().isPresent()) {
            throw new LaunchRefusedException(
                    "ResumeUnsupported", "gemini finds its sessions by directory, and each attempt has its own");
        }
        List<String> command = new ArrayList<>(
                List.of("gemini", "--output-format", "stream-json", "--approval-mode", approvalMode(setup)));
        Words.option(command, "--model", setup.model());
        command.addAll(request.command());
        return command;
    }

    private static String approvalMode(Setup setup) {
        if (setup.questions() == Setup.Questions.ALLOW) {
            return "yolo";
        }
        return setup.sandbox().files() == Setup.Sandbox.Files.WORKSPACE ? "auto_edit" : "default";
    }

    @Override
    public Ear ear() {
        return new GeminiEar();
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        Optional<JsonLine> result = lastLines.stream()
                .flatMap(line -> JsonLine.parse(line).stream())
                .filter(event -> event.text("type").equals("result"))
                .reduce((first, last) -> last);
        if (result.isEmpty()) {
            return Optional.of("ended without a result");
        }
        return result.filter(GeminiEar::failed)
                .map(event -> "said that it failed: " + event.object("error").text("message", "no reason given"));
    }
}
