package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the machine's git with an argument vector, an environment of its own, and no configuration but that of the given
 * directory.
 */
final class NativeGit {

    private static final int ERROR_BYTES = 4000;
    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
            Map.entry("LC_ALL", "C"),
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_SYSTEM", "/dev/null"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_ATTR_NOSYSTEM", "1"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
            Map.entry("GIT_LITERAL_PATHSPECS", "1"),
            Map.entry("GIT_ALLOW_PROTOCOL", "none"));
    private static final List<String> SETTINGS = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "submodule.recurse=false",
            "protocol.allow=never",
            "gc.auto=0");

    private final Duration patience;

    NativeGit(Duration patience) {
        this.patience = patience;
    }

    /**
     * One run.
     *
     * @param scratch where git runs and its messages go
     * @param gitDirectory passed as {@code --git-dir}
     */
    record Call(
            Path scratch,
            Path gitDirectory,
            List<String> arguments,
            Map<String, String> environment,
            Optional<Path> input,
            int mostOutput) {

        Call(Path scratch, Path gitDirectory, String... arguments) {
            this(scratch, gitDirectory, List.of(arguments), Map.of(), Optional.empty(), Integer.MAX_VALUE - 1);
        }

        Call with(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Call(scratch, gitDirectory, arguments, more, input, mostOutput);
        }

        Call reading(Path file) {
            return new Call(scratch, gitDirectory, arguments, environment, Optional.of(file), mostOutput);
        }

        Call atMost(int bytes) {
            return new Call(scratch, gitDirectory, arguments, environment, input, bytes);
        }
    }

    /** A finished run; one byte more than the most wanted output says that there was more. */
    static final class Result {

        private final int exit;
        private final byte[] output;
        private final String error;

        private Result(int exit, byte[] output, String error) {
            this.exit = exit;
            this.output = output;
            this.error = error;
        }

        int exit() {
            return exit;
        }

        byte[] output() {
            return output;
        }

        String error() {
            return error;
        }

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    /** The output of a run that must succeed. */
    Result succeed(Call call) throws IOException {
        Result result = run(call);
        if (result.exit() != 0 && result.output().length <= call.mostOutput()) {
            throw new GitRefusedException(
                    "GitFailed",
                    "git %s failed with %d: %s"
                            .formatted(call.arguments().get(0), result.exit(), Words.shown(result.error())));
        }
        return result;
    }

    Result run(Call call) throws IOException {
        Path errors = Files.createTempFile(call.scratch(), "stderr", "");
        Process process = start(call, errors.toFile());
        Executor later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Boolean> killer = CompletableFuture.supplyAsync(() -> kill(process), later);
        try {
            byte[] output = process.getInputStream().readNBytes(call.mostOutput() + 1);
            if (output.length > call.mostOutput()) {
                kill(process);
            }
            int exit = process.waitFor();
            if (killer.isDone()) {
                throw new GitRefusedException(
                        "GitTimedOut",
                        "git %s took longer than %s".formatted(call.arguments().get(0), patience));
            }
            return new Result(exit, output, head(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitRefusedException(
                    "Interrupted", "interrupted during git " + call.arguments().get(0), e);
        } finally {
            killer.cancel(false);
            kill(process);
            Files.deleteIfExists(errors);
        }
    }

    private static Process start(Call call, File errors) {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + call.gitDirectory()));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(call.scratch().toFile())
                .redirectInput(call.input().map(Path::toFile).orElse(new File("/dev/null")))
                .redirectError(errors);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        builder.environment().putAll(call.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new GitRefusedException(
                    "GitMissing", "git cannot be started; install git 2.30 or newer on this machine's path", e);
        }
    }

    private static boolean kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return true;
    }

    private static String head(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
        }
    }
}
