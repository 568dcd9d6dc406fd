package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A process runtime in a directory of its own, with agents that are small shell scripts. */
final class Bench {

    static final Limits AMPLE = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 10_000_000);

    private static final AtomicInteger KEYS = new AtomicInteger();

    private final Path directory;
    private final Containment containment;
    private final Programs programs = new Programs(ProcessRuntime.DEFAULT_PATH);

    Bench(Path directory, Containment containment) {
        this.directory = directory;
        this.containment = containment;
    }

    /** All that this host can do; {@code MARK} always. */
    static Stream<Containment> containments() {
        return Stream.of(Supervisor.bestContainment(new Programs(ProcessRuntime.DEFAULT_PATH)), Containment.MARK)
                .distinct();
    }

    /** A new runtime object, as after a restart. */
    ProcessRuntime runtime() {
        return new ProcessRuntime(root(), programs, containment);
    }

    Supervisor supervisor() {
        return new Supervisor(programs, containment);
    }

    Path root() {
        return directory.resolve("sessions");
    }

    Path workspace() {
        return directory;
    }

    SessionDirectory files(Session session) {
        return new SessionDirectory(root().resolve(session.id()));
    }

    Session launch(String script) {
        return launch(script, AMPLE);
    }

    Session launch(String script, Limits limits) {
        return runtime().launch(request(List.of("sh", "-c", script), Map.of(), limits));
    }

    Heard hear(Session session) {
        return AgentRuntimeContract.hear(runtime(), session, 0);
    }

    LaunchRequest request(List<String> command, Map<String, String> environment, Limits limits) {
        return new LaunchRequest(
                "key-" + KEYS.incrementAndGet(),
                "command",
                command,
                "the prompt",
                directory,
                environment,
                Trust.TRUSTED,
                limits);
    }

    /** A number of seconds that no other process sleeps. */
    static String nap() {
        return "7%05d.%d"
                .formatted(KEYS.incrementAndGet(), ProcessHandle.current().pid());
    }

    /** Waits until as many processes as expected have {@code text} in their command line. */
    static void awaitProcesses(String text, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> processes("cmdline", text) == count);
    }

    /** How many processes have {@code text} in that file of /proc. */
    static long processes(String file, String text) {
        return withText(file, text).size();
    }

    /** Ends what a test has let escape. */
    static void killAll(String text) {
        withText("cmdline", text).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    static List<Long> withText(String file, String text) {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> read(entry.resolve(file)).contains(text))
                    .map(entry -> Long.valueOf(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for what cannot be read or has gone. */
    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
