package ai.a5c.krate.testkit;

import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.process.ProcessHost;
import ai.a5c.krate.runtime.process.ShellTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A host of one machine, which is a directory of this one; it can go away. */
public final class LocalMachines implements ProcessHost {

    private final Path root;
    private final List<Process> processes = new ArrayList<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> swept = new ArrayList<>();
    private final List<CompletableFuture<Integer>> exits = new ArrayList<>();
    private boolean online = true;

    /** Its files are below {@code root}. */
    public LocalMachines(Path root) {
        this.root = root;
    }

    /** Which commands were started, each as its words. */
    public synchronized List<String> started() {
        return List.copyOf(started);
    }

    public synchronized List<String> swept() {
        return List.copyOf(swept);
    }

    /** Takes the machine away, with everything that runs on it. */
    public synchronized void goAway() {
        online = false;
        exits.forEach(exit -> exit.completeExceptionally(new IOException("the connection is closed")));
        end();
    }

    public synchronized void comeBack() {
        online = true;
    }

    /** Ends what is left. */
    public synchronized void end() {
        processes.forEach(LocalMachines::kill);
    }

    @Override
    public synchronized Machine choose() {
        return named("here").orElseThrow(() -> new RuntimeUnavailableException("no machine is online"));
    }

    @Override
    public synchronized Optional<Machine> named(String name) {
        return online && name.equals("here") ? Optional.of(new Here()) : Optional.empty();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private final class Here implements Machine {

        @Override
        public String name() {
            return "here";
        }

        @Override
        public Optional<String> version(String program) {
            return Optional.of("2.1.0");
        }

        @Override
        public Program start(Task task) {
            Path directory = root.resolve(task.mark());
            ShellTask shell = new ShellTask(task, directory.toString());
            try {
                copy(task.workspace(), directory.resolve(ShellTask.WORK));
                shell(shell.prepare());
                for (Map.Entry<String, String> file : shell.files().entrySet()) {
                    Files.createDirectories(directory.resolve(file.getKey()).getParent());
                    Files.writeString(directory.resolve(file.getKey()), file.getValue());
                }
                ProcessBuilder builder = new ProcessBuilder(shell.run());
                builder.environment().put("OF_THE_MACHINE", "not for agents");
                Process process = builder.start();
                synchronized (LocalMachines.this) {
                    started.add(String.join(" ", task.command()));
                    processes.add(process);
                }
                return new Here.Running(task, shell, process);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void sweep(String mark) {
            synchronized (LocalMachines.this) {
                swept.add(mark);
            }
        }

        private void copy(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(one -> !one.startsWith(root)).toList()) {
                    Files.createDirectories(
                            to.resolve(from.relativize(file).toString()).getParent());
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }

        private static int shell(String script) {
            try {
                Process process = new ProcessBuilder("/bin/sh", "-c", script)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return process.onExit().get(30, TimeUnit.SECONDS).exitValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a script did not end", e);
            }
        }

        private final class Running implements Program {

            private final ShellTask shell;
            private final Process process;
            private final CompletableFuture<Integer> exit;

            Running(Task task, ShellTask shell, Process process) {
                this.shell = shell;
                this.process = process;
                CompletableFuture<?> out = pumped(process.getInputStream(), task.output());
                CompletableFuture<?> err = pumped(process.getErrorStream(), task.errors());
                this.exit = process.onExit()
                        .thenCombine(CompletableFuture.allOf(out, err), (ended, said) -> ended.exitValue());
                synchronized (LocalMachines.this) {
                    exits.add(exit);
                }
                new Thread(() -> give(task.input())).start();
            }

            private void give(String input) {
                try (OutputStream stream = process.getOutputStream()) {
                    stream.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // it ended without reading
                }
            }

            private static CompletableFuture<Void> pumped(InputStream from, OutputStream to) {
                return CompletableFuture.runAsync(() -> {
                    try (from) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }

            @Override
            public CompletableFuture<Integer> exit() {
                return exit;
            }

            @Override
            public void kill() {
                LocalMachines.kill(process);
            }

            @Override
            public byte[] changes(long most) {
                try {
                    shell(shell.changes());
                    return Files.readAllBytes(Path.of(shell.directory(), ShellTask.CHANGES));
                } catch (IOException e) {
                    throw new RuntimeUnavailableException("the changes cannot be read", e);
                }
            }

            @Override
            public void remove() {
                shell("rm -rf -- " + shell.directory());
            }
        }
    }
}
