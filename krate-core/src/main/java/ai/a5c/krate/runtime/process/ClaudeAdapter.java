package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Claude Code without a terminal, its JSON lines both ways: {@code claude -p --input-format stream-json --output-format
 * stream-json --verbose}. It stays for as long as its standard input is open and ends each turn with a {@code result};
 * what it may not do by itself it asks for by a {@code control_request}.
 */
final class ClaudeAdapter implements Adapter {

    private static final List<String> BOTH_WAYS =
            List.of("claude", "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose");

    @Override
    public String name() {
        return "claude";
    }

    @Override
    public Optional<KnownProgram> program() {
        return Optional.of(KnownProgram.CLAUDE);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.SESSIONS,
                Capability.STRUCTURED_EVENTS,
                Capability.CONTINUE,
                Capability.CANCEL,
                Capability.RESUME,
                Capability.FORK,
                Capability.GATES,
                Capability.COST);
    }

    @Override
    public Set<String> reserved() {
        return Set.of(
                "--dangerously-skip-permissions",
                "--allow-dangerously-skip-permissions",
                "--permission-mode=bypassPermissions",
                "--permission-prompt-tool");
    }

    @Override
    public List<String> command(LaunchRequest request) {
        Setup setup = request.setup();
        List<String> command = new ArrayList<>(BOTH_WAYS);
        Words.option(command, "--model", setup.model());
        Words.option(command, "--append-system-prompt", setup.systemPrompt());
        Words.option(command, "--max-turns", setup.maxTurns() > 0 ? String.valueOf(setup.maxTurns()) : "");
        setup.origin().ifPresent(origin -> {
            command.addAll(List.of("--resume", origin.agentSessionId()));
            if (origin.mode() == Origin.Mode.FORK) {
                command.add("--fork-session");
            }
        });
        switch (setup.questions()) {
            case ASK -> command.addAll(List.of("--permission-prompt-tool", "stdio"));
            case ALLOW -> command.addAll(List.of("--permission-mode", "bypassPermissions"));
            case DENY -> {
                // it denies by itself whatever it has nobody to ask about
            }
        }
        command.addAll(request.command());
        setup.tools().ifPresent(tools -> command.addAll(List.of("--tools", String.join(",", new TreeSet<>(tools)))));
        return command;
    }

    @Override
    public String input(LaunchRequest request) {
        return new ClaudeConversation().message(request.prompt()) + "\n";
    }

    @Override
    public Optional<Conversation> conversation() {
        return Optional.of(new ClaudeConversation());
    }

    @Override
    public Ear ear() {
        return new ClaudeEar();
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        Optional<JsonLine> result = lastLines.stream()
                .flatMap(line -> JsonLine.parse(line).stream())
                .filter(message -> message.text("type").equals("result"))
                .reduce((first, last) -> last);
        if (result.isEmpty()) {
            return Optional.of("ended without a result");
        }
        return result.filter(ClaudeEar::failed)
                .map(message -> "said that it failed: " + message.text("subtype", "no reason given"));
    }
}
