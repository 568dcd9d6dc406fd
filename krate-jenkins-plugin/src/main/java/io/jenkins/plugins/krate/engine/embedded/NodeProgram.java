package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.process.ProcessHost.Program;
import ai.a5c.krate.runtime.process.ShellTask;
import hudson.FilePath;
import hudson.Proc;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A program on a node, joined by a thread of its own. */
final class NodeProgram implements Program {

    private static final Logger LOG = Logger.getLogger(NodeProgram.class.getName());

    private final NodeMachine machine;
    private final ShellTask shell;
    private final Proc process;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    NodeProgram(NodeMachine machine, ShellTask shell, Proc process) {
        this.machine = machine;
        this.shell = shell;
        this.process = process;
    }

    /** Itself, with a thread that waits for its end. */
    NodeProgram joined() {
        Thread thread = new Thread(this::join, "krate-join-" + mark());
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** A connection that is gone shows itself as any exception. */
    private void join() {
        try {
            exit.complete(process.join());
        } catch (IOException | InterruptedException | RuntimeException e) {
            exit.completeExceptionally(e);
        } finally {
            machine.ended();
        }
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void kill() {
        try {
            machine.reaching(() -> {
                process.kill();
                return mark();
            });
            machine.end(mark());
        } catch (RuntimeUnavailableException e) {
            LOG.log(Level.WARNING, "cannot end a Krate agent on node " + machine.name(), e);
        }
    }

    @Override
    public byte[] changes(long most) {
        if (machine.script(mark(), shell.changes(), OutputStream.nullOutputStream()) != 0) {
            throw new RuntimeUnavailableException(
                    "what the agent changed on node '%s' cannot be told: see that its disk is not full, then retry"
                            .formatted(machine.name()));
        }
        return machine.reaching(() -> {
            FilePath file = machine.directory(mark()).child(ShellTask.CHANGES);
            if (file.length() > most) {
                throw new RuntimeUnavailableException(
                        "the agent changed more than %d bytes: narrow its task".formatted(most));
            }
            try (InputStream stream = file.read()) {
                return stream.readNBytes((int) most);
            }
        });
    }

    @Override
    public void remove() {
        try {
            machine.sweep(mark());
        } catch (RuntimeUnavailableException e) {
            LOG.log(Level.FINE, "cannot remove the files of a Krate agent on node " + machine.name(), e);
        }
    }

    private String mark() {
        return shell.task().mark();
    }
}
