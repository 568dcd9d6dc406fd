package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRequest.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls the shell script that keeps agents; see {@code supervisor.sh} for what it promises. */
final class Supervisor {

    private static final String SCRIPT = script();
    private static final long MOST_BYTES = 1L << 50;
    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

    private final Programs programs;
    private final Containment containment;

    Supervisor(Programs programs, Containment containment) {
        this.programs = programs;
        this.containment = containment;
    }

    /** The best containment that this host allows this user, found by trying. */
    static Containment bestContainment(Programs programs) {
        return Stream.of(Containment.NAMESPACE, Containment.USER_NAMESPACE)
                .filter(containment -> allowed(programs, containment))
                .findFirst()
                .orElse(Containment.MARK);
    }

    private static boolean allowed(Programs programs, Containment containment) {
        return programs.find("sh")
                .map(shell -> List.of(shell.toString(), "-s", "--", "probe", "/", containment.word()))
                .map(probe -> Command.status(probe, Map.of("PATH", programs.path()), SCRIPT) == 0)
                .orElse(false);
    }

    /**
     * What a supervisor is started for.
     *
     * @param sandboxed whether the command makes a PID namespace by itself
     * @param diskBytes 0 for no limit, as for the processes
     * @param turnEnd what output lines begin with that end a turn; empty for an agent that is told nothing more
     */
    record Job(
            Path workspace,
            Limits limits,
            boolean sandboxed,
            long diskBytes,
            int processes,
            String turnEnd,
            List<String> command,
            Map<String, String> environment) {}

    /** Starts a supervisor of its own session; if there was one for this directory it ends at once. */
    void start(SessionDirectory directory, Job job) {
        List<String> call = new ArrayList<>(List.of(
                tool("setsid"), "--fork", tool("env"), "-C", job.workspace().toString()));
        call.addAll(script("run", directory));
        Limits limits = job.limits();
        call.addAll(List.of(
                job.sandboxed() ? "sandbox" : containment.word(),
                seconds(limits.wallClock()),
                seconds(limits.idle()),
                String.valueOf(Math.max(1, Math.min(limits.outputBytes(), MOST_BYTES))),
                String.valueOf(Math.max(0, Math.min(job.diskBytes(), MOST_BYTES))),
                String.valueOf(Math.max(0, job.processes())),
                job.turnEnd()));
        call.addAll(job.command());
        // not through a pipe, which Java closes when setsid ends, read or not
        Command.status(call, job.environment(), directory.script(SCRIPT));
    }

    /** Ends what a supervisor that was killed left behind. */
    void sweep(SessionDirectory directory) {
        run(script("sweep", directory), Map.of("PATH", programs.path()));
    }

    /** Removes all files of an ended session. */
    void remove(SessionDirectory directory) {
        run(script("remove", directory), Map.of("PATH", programs.path()));
    }

    private static void run(List<String> command, Map<String, String> environment) {
        Command.status(command, environment, SCRIPT);
    }

    private List<String> script(String action, SessionDirectory directory) {
        return List.of(tool("sh"), "-s", "--", action, directory.path().toString());
    }

    private String tool(String name) {
        return programs.agent(name).toString();
    }

    /** Whole seconds, rounded up, since a limit is never shorter than it says. */
    private static String seconds(Duration duration) {
        long seconds = duration.compareTo(Duration.ofSeconds(MOST_SECONDS)) >= 0
                ? MOST_SECONDS
                : duration.plusNanos(999_999_999).toSeconds();
        return String.valueOf(Math.max(1, seconds));
    }

    private static String script() {
        try (InputStream stream = Supervisor.class.getResourceAsStream("supervisor.sh")) {
            if (stream == null) {
                throw new IllegalStateException("supervisor.sh is missing beside " + Supervisor.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("supervisor.sh cannot be read", e);
        }
    }
}
