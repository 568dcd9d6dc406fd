package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what is asked for, prepares a session's files and has its supervisor started. */
final class Launching {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path root;
    private final Programs programs;
    private final Supervisor supervisor;
    private final Bubblewrap bubblewrap;
    private final InstalledPrograms installed;
    private final Egress egress;

    Launching(
            Path root,
            Programs programs,
            Supervisor supervisor,
            Bubblewrap bubblewrap,
            InstalledPrograms installed,
            Egress egress) {
        this.root = root;
        this.programs = programs;
        this.supervisor = supervisor;
        this.bubblewrap = bubblewrap;
        this.installed = installed;
        this.egress = egress;
    }

    /** Starts the agent, or leaves alone the one that another server starts at the same time. */
    void start(SessionDirectory directory, LaunchRequest request) {
        programs.requireTools();
        Adapter adapter = adapter(request);
        requirePossible(adapter, request);
        Map<String, String> environment = CleanEnvironment.of(
                directory,
                programs.path(),
                request.environment(),
                request.setup().secretFiles().keySet());
        List<String> command = new ArrayList<>(adapter.command(request));
        requireOrigin(adapter, request);
        Arguments.check(command, environment);
        command.set(0, programs.agent(command.get(0)).toString());
        adapter.program().ifPresent(installed::require);
        directory.create(adapter.name(), adapter.input(request));
        if (hasWayOut(request)) {
            egress.prepare(directory, request.setup().sandbox());
            environment.putAll(Egress.environment());
        }
        request.setup().origin().ifPresent(origin -> Origins.take(root, origin, directory, request.workspace()));
        request.setup().secretFiles().forEach(directory::secret);
        supervisor.start(directory, job(directory, adapter, request, command, environment));
        if (!Waiting.patiently(PATIENCE, () -> directory.supervisor().isPresent())) {
            throw new UncheckedIOException(
                    new IOException("the supervisor did not start within 10 s; is /proc mounted?"));
        }
    }

    /** The adapter that is asked for. */
    static Adapter adapter(LaunchRequest request) {
        return Adapters.named(request.adapter())
                .orElseThrow(() -> new LaunchRefusedException(
                        "AdapterUnknown",
                        "this runtime has no adapter '%s'; it has: %s"
                                .formatted(HarmlessText.of(request.adapter()), Adapters.names())));
    }

    private void requirePossible(Adapter adapter, LaunchRequest request) {
        if (!Files.isDirectory(request.workspace())) {
            throw new LaunchRefusedException("WorkspaceMissing", "the workspace is not there: provision it again");
        }
        Words.check(adapter, request);
        Optional<String> lack = bubblewrap.lack();
        if (Isolation.needed(request) && lack.isPresent()) {
            throw new LaunchRefusedException(
                    "SandboxUnavailable",
                    "work that is not trusted, or that a tool profile restricts, runs only in a sandbox: "
                            + lack.get());
        }
    }

    /** An agent that cannot go on with a conversation would begin another one instead. */
    private static void requireOrigin(Adapter adapter, LaunchRequest request) {
        request.setup().origin().map(Setup.Origin::mode).ifPresent(mode -> {
            boolean fork = mode == Setup.Origin.Mode.FORK;
            if (!adapter.capabilities().contains(fork ? Capability.FORK : Capability.RESUME)) {
                throw new LaunchRefusedException(
                        fork ? "ForkUnsupported" : "ResumeUnsupported",
                        "an agent of adapter %s cannot go on with a conversation".formatted(adapter.name()));
            }
        });
    }

    private static boolean hasWayOut(LaunchRequest request) {
        return Isolation.needed(request) && Egress.wanted(request.setup().sandbox());
    }

    private Supervisor.Job job(
            SessionDirectory directory,
            Adapter adapter,
            LaunchRequest request,
            List<String> command,
            Map<String, String> environment) {
        boolean sandboxed = Isolation.needed(request);
        List<String> limited = ResourceLimits.around(programs, request, command);
        List<String> inside = hasWayOut(request) ? Egress.around(directory, limited) : limited;
        Setup.Sandbox sandbox = request.setup().sandbox();
        return new Supervisor.Job(
                request.workspace().toAbsolutePath(),
                request.limits(),
                sandboxed,
                sandbox.fileBytes(),
                sandboxed ? ResourceLimits.processes(request) : 0,
                adapter.conversation().map(Conversation::turnEnd).orElse(""),
                sandboxed ? bubblewrap.around(directory, request, command.get(0), inside) : limited,
                environment);
    }
}
