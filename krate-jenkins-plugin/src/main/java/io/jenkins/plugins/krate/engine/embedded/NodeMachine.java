package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.process.ProcessHost.Machine;
import ai.a5c.krate.runtime.process.ProcessHost.Program;
import ai.a5c.krate.runtime.process.ProcessHost.Task;
import ai.a5c.krate.runtime.process.ShellTask;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.model.Node;
import hudson.model.TaskListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node, on which scripts are run through its launcher, below {@value #PLACE} of its root directory. */
final class NodeMachine implements Machine {

    static final String MARK = "KRATE_SESSION";
    private static final String PLACE = "krate-agents";
    private static final long PATIENCE_SECONDS = 120;
    private static final long BRIEF_SECONDS = 15;
    private static final int LONGEST_SAID = 16 * 1024;
    private static final int OWNER_ONLY = 0700;

    private final String name;
    private final Node node;
    private final AtomicInteger atWork;

    /** Counts what is at work on it in {@code atWork}. */
    NodeMachine(String name, Node node, AtomicInteger atWork) {
        this.name = name;
        this.node = node;
        this.atWork = atWork;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> version(String program) {
        return reaching(() -> {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Proc process = launcher()
                    .launch()
                    .cmds(List.of(program, "--version"))
                    .quiet(true)
                    .stdout(said)
                    .start();
            process.joinWithTimeout(BRIEF_SECONDS, TimeUnit.SECONDS, TaskListener.NULL);
            return said.size() > LONGEST_SAID
                    ? Optional.<String>empty()
                    : Optional.of(said.toString(StandardCharsets.UTF_8));
        });
    }

    @Override
    public Program start(Task task) {
        return reaching(() -> {
            Launcher launcher = launcher();
            FilePath directory = directory(task.mark());
            directory.deleteRecursive();
            directory.mkdirs();
            directory.chmod(OWNER_ONLY);
            FilePath work = directory.child(ShellTask.WORK);
            work.mkdirs();
            new FilePath(task.workspace().toFile()).copyRecursiveTo(new WorkspaceScanner(), work, ShellTask.WORK);
            ShellTask shell = new ShellTask(task, directory.getRemote());
            if (script(launcher, task.mark(), shell.prepare(), OutputStream.nullOutputStream()) != 0) {
                throw new LaunchRefusedException(
                        "WorkspaceRefused",
                        "node '%s' could not make a repository of the workspace: install git there".formatted(name));
            }
            for (Map.Entry<String, String> file : shell.files().entrySet()) {
                directory.child(file.getKey()).write(file.getValue(), StandardCharsets.UTF_8.name());
            }
            Proc process = launcher.launch()
                    .cmds(literally(shell.run()))
                    .envs(Map.of(MARK, task.mark()))
                    .pwd(work)
                    .quiet(true)
                    .stdin(new ByteArrayInputStream(task.input().getBytes(StandardCharsets.UTF_8)))
                    .stdout(task.output())
                    .stderr(task.errors())
                    .start();
            atWork.incrementAndGet();
            return new NodeProgram(this, shell, process).joined();
        });
    }

    @Override
    public void sweep(String mark) {
        end(mark);
        reaching(() -> {
            directory(mark).deleteRecursive();
            return mark;
        });
    }

    /** Ends every process that carries the mark. */
    void end(String mark) {
        reaching(() -> {
            node.createLauncher(TaskListener.NULL).kill(Map.of(MARK, mark));
            return mark;
        });
    }

    /** Forgets a program that has ended. */
    void ended() {
        atWork.decrementAndGet();
    }

    /** Runs a script of a task to its end and gives its status. */
    int script(String mark, String text, OutputStream said) {
        return reaching(() -> script(launcher(), mark, text, said));
    }

    private static int script(Launcher launcher, String mark, String text, OutputStream said)
            throws IOException, InterruptedException {
        return launcher.launch()
                .cmds(literally(List.of("sh", "-c", text)))
                .envs(Map.of(MARK, mark))
                .quiet(true)
                .stdout(said)
                .start()
                .joinWithTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS, TaskListener.NULL);
    }

    /** Where a task has its files. */
    FilePath directory(String mark) {
        FilePath root = node.getRootPath();
        if (root == null) {
            throw gone(new IOException("offline"));
        }
        return root.child(PLACE).child(mark);
    }

    private Launcher launcher() {
        Launcher launcher = node.createLauncher(TaskListener.NULL);
        if (!launcher.isUnix()) {
            throw new LaunchRefusedException(
                    "MachineUnsupported",
                    "node '%s' has no POSIX shell: name a label of Linux or macOS nodes in the configuration of Krate"
                            .formatted(name));
        }
        return launcher;
    }

    /** Launchers take {@code $NAME} in arguments for variables, and {@code $$} for a dollar. */
    static List<String> literally(List<String> command) {
        return command.stream().map(word -> word.replace("$", "$$")).toList();
    }

    /** What {@code work} gives, or the refusal that a node that goes away is. */
    <T> T reaching(OnNode<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone(e);
        }
    }

    private RuntimeUnavailableException gone(Exception cause) {
        return new RuntimeUnavailableException(
                "node '%s' cannot be reached now, or does not do what it is asked: see that it is online and has a free disk"
                        .formatted(name),
                cause);
    }

    /** Something that a node is asked for. */
    interface OnNode<T> {

        T run() throws IOException, InterruptedException;
    }
}
