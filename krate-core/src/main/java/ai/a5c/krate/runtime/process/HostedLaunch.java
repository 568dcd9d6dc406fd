package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Setup;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Checks what is asked of another machine, and has it started there. */
final class HostedLaunch {

    private final ReturnedChanges returned;

    HostedLaunch(ReturnedChanges returned) {
        this.returned = returned;
    }

    /** A machine that can start what is asked for. */
    ProcessHost.Machine machine(ProcessHost host, LaunchRequest request) {
        Adapter adapter = Launching.adapter(request);
        requirePossible(adapter, request);
        ProcessHost.Machine machine = host.choose();
        adapter.program().ifPresent(known -> requireVersion(machine, known));
        return machine;
    }

    /** The agent at work, not watched yet; a start that failed leaves nothing that {@code find} would take for one. */
    HostedSession start(SessionDirectory directory, ProcessHost.Machine machine, LaunchRequest asked) {
        LaunchRequest request = withoutQuestions(asked);
        Adapter adapter = Launching.adapter(request);
        List<String> command = adapter.command(request);
        Map<String, String> environment = CleanEnvironment.granted(
                request.environment(), request.setup().secretFiles().keySet());
        Arguments.check(command, environment);
        String input = adapter.input(request);
        directory.create(adapter.name(), "");
        directory.place(machine.name());
        HostedOutput output = new HostedOutput(directory, request.limits().outputBytes());
        try {
            ProcessHost.Program program = machine.start(new ProcessHost.Task(
                    directory.session().id(),
                    command,
                    environment,
                    request.setup().secretFiles(),
                    input,
                    request.workspace(),
                    output.standard(),
                    output.errors()));
            return new HostedSession(directory, program, output, request, returned);
        } catch (LaunchRefusedException | RuntimeUnavailableException e) {
            output.close();
            directory.takeBack();
            throw e;
        }
    }

    private static void requirePossible(Adapter adapter, LaunchRequest request) {
        if (!Files.isDirectory(request.workspace())) {
            throw new LaunchRefusedException("WorkspaceMissing", "the workspace is not there: provision it again");
        }
        Words.check(adapter, request);
        if (Isolation.needed(request)) {
            throw new LaunchRefusedException(
                    "SandboxUnavailable",
                    "work that is not trusted, or that a tool profile restricts, runs only in a sandbox, and this"
                            + " runtime has none on its machines: name a runner pool with another runtime");
        }
        request.setup().origin().map(Setup.Origin::mode).ifPresent(mode -> {
            boolean fork = mode == Setup.Origin.Mode.FORK;
            throw new LaunchRefusedException(
                    fork ? "ForkUnsupported" : "ResumeUnsupported",
                    "this runtime keeps no conversation to go on with: start a new run");
        });
        String program = adapter.command(request).stream().findFirst().orElse("");
        if (program.contains("/") && !program.startsWith("/")) {
            throw new LaunchRefusedException(
                    "CommandRefused",
                    "the program '%s' is relative, so the workspace could choose it: name it from the root"
                            .formatted(HarmlessText.of(program)));
        }
    }

    private static void requireVersion(ProcessHost.Machine machine, KnownProgram known) {
        Version version = machine.version(known.name())
                .flatMap(Version::in)
                .orElseThrow(() -> new LaunchRefusedException(
                        "AgentNotFound",
                        "%s on '%s' does not say its version: install it there"
                                .formatted(known.name(), machine.name())));
        if (!version.atLeast(known.least())) {
            throw new LaunchRefusedException(
                    "AgentTooOld",
                    "%s on '%s' is older than %s, which is the least that is started, since %s: update it"
                            .formatted(known.name(), machine.name(), known.least(), known.why()));
        }
    }

    /** Nobody can be asked over this connection, so what would be asked is denied. */
    private static LaunchRequest withoutQuestions(LaunchRequest request) {
        Setup setup = request.setup();
        return setup.questions() != Setup.Questions.ASK
                ? request
                : request.with(new Setup(
                        setup.model(),
                        setup.systemPrompt(),
                        Setup.Questions.DENY,
                        setup.origin(),
                        setup.sandbox(),
                        setup.files(),
                        setup.maxTurns(),
                        setup.secretFiles(),
                        setup.git(),
                        setup.tools()));
    }
}
