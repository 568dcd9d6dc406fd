package ai.a5c.krate.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The scripts by which a machine with a POSIX shell and Git does a task in a directory that is made for it: {@code work} is
 * the copy of the workspace. All that is secret stands in {@link #files}, nothing of it in arguments.
 *
 * @param directory its absolute path on that machine
 */
public record ShellTask(ProcessHost.Task task, String directory) {

    /** Where the copy of the workspace is, below the directory. */
    public static final String WORK = "work";

    /** The file that {@link #changes} leaves. */
    public static final String CHANGES = "changes";

    private static final String RUN = "run";
    private static final String GIT = "git -c core.fsmonitor=false -c core.hooksPath=/dev/null";

    public ShellTask {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("expected an absolute path of a machine with a POSIX shell");
        }
    }

    /** What must stand in the directory, for its owner alone, before {@link #run}; by name, with {@code /}. */
    public Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        task.secretFiles().forEach((name, text) -> files.put("secrets/" + name, text));
        files.put(RUN, script());
        return files;
    }

    /** Makes a repository of the copy, so that what changes in it can be told; a script for {@code sh -c}. */
    public String prepare() {
        return String.join(
                "\n",
                "set -eu",
                "umask 077",
                "cd " + quoted(directory),
                "mkdir -p home tmp",
                "cd " + WORK,
                "rm -rf .git",
                gitOnly(),
                GIT + " init -q .",
                "mkdir -p .git/info",
                "echo '* -text -filter -ident -working-tree-encoding !diff' >.git/info/attributes",
                GIT + " add -A -f .",
                GIT
                        + " -c user.name=krate -c user.email=krate@localhost -c commit.gpgsign=false commit -q --allow-empty"
                        + " -m 'The workspace as it was given'",
                GIT + " rev-parse HEAD >../base");
    }

    /** Starts the program; a command without anything secret, for an environment with the machine's {@code PATH}. */
    public List<String> run() {
        return List.of("sh", directory + "/" + RUN);
    }

    /** Leaves what changed in the copy in the file {@link #CHANGES}; a script for {@code sh -c}. */
    public String changes() {
        return String.join(
                "\n",
                "set -eu",
                "cd " + quoted(directory + "/" + WORK),
                gitOnly(),
                GIT + " add -A .",
                GIT + " diff --cached --binary --no-color --no-ext-diff --no-textconv --no-renames --src-prefix=a/"
                        + " --dst-prefix=b/ \"$(cat ../base)\" >../" + CHANGES);
    }

    private String gitOnly() {
        return "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_CONFIG GIT_CONFIG_GLOBAL\n"
                + "export GIT_CONFIG_NOSYSTEM=1 HOME=" + quoted(directory + "/home");
    }

    /** Forgets the machine's variables, is removed before anything else runs, and becomes the program. */
    private String script() {
        StringBuilder script = new StringBuilder("rm -f " + quoted(directory + "/" + RUN) + "\n")
                .append("for name in $(env | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p'); do\n")
                .append("    case $name in PATH | KRATE_SESSION) ;; *) unset \"$name\" ;; esac\n")
                .append("done\n");
        new TreeMap<>(task.environment())
                .forEach((name, value) -> script.append("export " + name + "=" + quoted(value) + "\n"));
        task.secretFiles().keySet().stream()
                .sorted()
                .forEach(name -> script.append("export " + name + "=" + quoted(directory + "/secrets/" + name) + "\n"));
        return script.append("export KRATE_SESSION=" + quoted(task.mark()) + "\n")
                .append("export HOME=" + quoted(directory + "/home") + " TMPDIR=" + quoted(directory + "/tmp") + "\n")
                .append("cd " + quoted(directory + "/" + WORK) + " || exit 126\n")
                .append("umask 022\n")
                .append("exec " + task.command().stream().map(ShellTask::quoted).collect(Collectors.joining(" "))
                        + "\n")
                .toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Without what the task holds, which must not be said. */
    @Override
    public String toString() {
        return "ShellTask[%s, %s]".formatted(task.mark(), directory);
    }
}
