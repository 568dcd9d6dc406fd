package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Codex without a terminal: {@code codex exec --json}, the prompt on standard input; one JSON object a line, of type
 * {@code thread.started}, {@code turn.*}, {@code item.*} or {@code error}. It never asks: what it may not do is denied.
 */
final class CodexAdapter implements Adapter {

    @Override
    public String name() {
        return "codex";
    }

    @Override
    public Optional<KnownProgram> program() {
        return Optional.of(KnownProgram.CODEX);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SESSIONS, Capability.STRUCTURED_EVENTS, Capability.CANCEL, Capability.RESUME);
    }

    @Override
    public Set<String> reserved() {
        return Set.of(
                "--dangerously-bypass-approvals-and-sandbox",
                "--full-auto",
                "--yolo",
                "--sandbox",
                "-s",
                "--ask-for-approval",
                "-a",
                "--config",
                "-c",
                "--profile",
                "-p");
    }

    @Override
    public List<String> command(LaunchRequest request) {
        Setup setup = request.setup();
        List<String> command =
                new ArrayList<>(List.of("codex", "exec", "--json", "--skip-git-repo-check", "--color", "never"));
        Words.option(command, "--model", setup.model());
        if (setup.questions() == Setup.Questions.ALLOW) {
            command.add("--dangerously-bypass-approvals-and-sandbox");
        } else {
            command.addAll(List.of("--sandbox", sandbox(request)));
        }
        command.addAll(request.command());
        setup.origin().ifPresent(origin -> {
            if (origin.mode() == Origin.Mode.FORK) {
                throw new LaunchRefusedException("ForkUnsupported", "codex exec goes on with a session, or begins one");
            }
            command.addAll(List.of("resume", origin.agentSessionId()));
        });
        command.add("-");
        return command;
    }

    /** Its own sandbox does not start inside of another one, which is the stricter one anyway. */
    private static String sandbox(LaunchRequest request) {
        if (Isolation.needed(request)) {
            return "danger-full-access";
        }
        return request.setup().sandbox().files() == Setup.Sandbox.Files.WORKSPACE ? "workspace-write" : "read-only";
    }

    @Override
    public Ear ear() {
        return new CodexEar();
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        Optional<JsonLine> end = lastLines.stream()
                .flatMap(line -> JsonLine.parse(line).stream())
                .filter(event -> Set.of("turn.completed", "turn.failed").contains(event.text("type")))
                .reduce((first, last) -> last);
        if (end.isEmpty()) {
            return Optional.of("ended without a completed turn");
        }
        return end.filter(event -> event.text("type").equals("turn.failed"))
                .map(event -> "said that it failed: " + event.object("error").text("message", "no reason given"));
    }
}
