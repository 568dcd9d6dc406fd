package ai.a5c.krate.runtime.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short-lived program that is waited for. */
final class Command {

    private static final long PATIENCE_SECONDS = 30;
    private static final int NEVER_ENDED = -1;
    private static final long BRIEF_SECONDS = 10;
    private static final int LONGEST_SAID = 16 * 1024;
    private static final File NOTHING = new File("/dev/null");

    private Command() {}

    /**
     * Runs a program, without a shell and in nothing but {@code environment}, and gives its exit status; negative if it
     * did not end within 30 seconds.
     */
    static int status(List<String> command, Map<String, String> environment, String input) {
        Process process = started(command, environment, ProcessBuilder.Redirect.PIPE);
        give(process, input);
        return status(process);
    }

    /** The same with a file as input, for a program that leaves its reading to another process and ends. */
    static int status(List<String> command, Map<String, String> environment, Path input) {
        return status(started(command, environment, ProcessBuilder.Redirect.from(input.toFile())));
    }

    /**
     * What a program says of itself within a few seconds, on either stream; empty if it did not end in time.
     */
    static Optional<String> said(List<String> command, Map<String, String> environment) {
        Process process =
                started(command, environment, ProcessBuilder.Redirect.from(NOTHING), ProcessBuilder.Redirect.PIPE);
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(process))
                .completeOnTimeout("", BRIEF_SECONDS, TimeUnit.SECONDS);
        String text = said.join();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String read(Process process) {
        try (InputStream stream = process.getInputStream()) {
            return new String(stream.readNBytes(LONGEST_SAID), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static int status(Process process) {
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        boolean ended = !process.isAlive();
        process.destroyForcibly();
        return ended ? process.exitValue() : NEVER_ENDED;
    }

    private static Process started(
            List<String> command, Map<String, String> environment, ProcessBuilder.Redirect input) {
        return started(command, environment, input, ProcessBuilder.Redirect.DISCARD);
    }

    private static Process started(
            List<String> command,
            Map<String, String> environment,
            ProcessBuilder.Redirect input,
            ProcessBuilder.Redirect output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input)
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    /** A program may end without reading all of its input. */
    private static void give(Process process, String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // its status says what is to be known
        }
    }
}
