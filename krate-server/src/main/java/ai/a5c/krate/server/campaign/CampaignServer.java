package ai.a5c.krate.server.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One {@code krate serve} in a process of its own, that can be killed, stopped and started again. */
final class CampaignServer {

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Face face;
    private final List<Silence> silences = new CopyOnWriteArrayList<>();
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean ready;
    private volatile boolean paused;

    private CampaignServer(String name, List<String> command, Path log, Face face) {
        this.name = name;
        this.command = command;
        this.log = log;
        this.face = face;
    }

    /**
     * A server that is not started.
     *
     * @param options of {@code krate serve}, without its port
     */
    static CampaignServer of(String name, Path log, Duration lease, String token, List<String> options) {
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dkrate.lease.millis=" + lease.toMillis(),
                "-cp",
                System.getProperty("java.class.path"),
                "ai.a5c.krate.server.Main",
                "serve",
                "--port",
                Integer.toString(port)));
        command.addAll(options);
        return new CampaignServer(name, command, log, new Face("http://127.0.0.1:" + port, token));
    }

    String name() {
        return name;
    }

    Face face() {
        return face;
    }

    synchronized void start() {
        try {
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new CampaignException("a server cannot be started: " + e.getMessage(), e);
        }
    }

    /** With -9: nothing in it runs any more. */
    synchronized void kill() {
        silenced();
        process.ifPresent(Process::destroyForcibly);
        gone();
    }

    /** As an operator stops it. */
    synchronized void end() {
        silenced();
        process.ifPresent(Process::destroy);
        gone();
    }

    private void gone() {
        ready = false;
        try {
            if (process.isPresent() && !process.get().waitFor(20, TimeUnit.SECONDS)) {
                process.get().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = Optional.empty();
    }

    /** Takes all time from it; what it was about to do, it does when it goes on. */
    synchronized void pause() {
        silenced();
        paused = true;
        ready = false;
        signal("STOP");
    }

    synchronized void goOn() {
        if (paused) {
            signal("CONT");
            paused = false;
        }
    }

    private void signal(String signal) {
        process.ifPresent(
                one -> Shell.tryRun(Path.of("/"), Map.of(), List.of("sh", "-c", "kill -" + signal + " " + one.pid())));
    }

    private void silenced() {
        process.ifPresent(one -> silences.add(new Silence(one.pid(), Instant.now())));
    }

    /** Whether it answered when it was asked last. */
    boolean isReady() {
        return ready;
    }

    /** Asks it again; true if it has ended by itself, which nobody should. */
    boolean look() {
        if (paused) {
            return false;
        }
        Optional<Process> current = process;
        if (current.isPresent() && !current.get().isAlive()) {
            return true;
        }
        ready = current.isPresent() && face.isReady();
        return false;
    }

    /** When which process of it was killed, ended or paused. */
    List<Silence> silences() {
        return List.copyOf(silences);
    }

    /** An instant from which a process did nothing more, for a while or for ever. */
    record Silence(long pid, Instant at) {}
}
