package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Machines elsewhere that start programs for {@link HostedRuntime}, over a connection that no program outlives usefully. */
public interface ProcessHost {

    /**
     * The machine that the next agent is started on.
     *
     * @throws RuntimeUnavailableException if none is there now
     */
    Machine choose();

    /** The machine of that name, if it can be reached now. */
    Optional<Machine> named(String name);

    /** One machine. */
    interface Machine {

        /** What {@link ProcessHost#named} finds it by. */
        String name();

        /**
         * What a program says of itself when it is called with {@code --version}; empty if it is not there or does not end soon.
         *
         * @throws RuntimeUnavailableException if the machine cannot be reached now
         */
        Optional<String> version(String program);

        /**
         * Copies the workspace there and starts the program in the copy.
         *
         * @throws LaunchRefusedException if this machine cannot do that
         * @throws RuntimeUnavailableException if the machine cannot be reached now; nothing runs then
         */
        Program start(Task task);

        /** Ends every process of the task with that mark, and removes what is left of it; may be repeated. */
        void sweep(String mark);
    }

    /**
     * What is to be started.
     *
     * @param mark carried by each of its processes as {@code KRATE_SESSION}; names the directory that is made for it
     * @param environment variables beyond the machine's {@code PATH}; may hold secret values, so never in arguments
     * @param secretFiles secret texts by the variable that names the file
     * @param input all of its standard input
     * @param workspace of this machine, copied without its {@code .git}
     * @param output takes standard output as it comes; is not closed
     * @param errors takes standard error
     */
    record Task(
            String mark,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> secretFiles,
            String input,
            Path workspace,
            OutputStream output,
            OutputStream errors) {

        public Task {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            secretFiles = Map.copyOf(secretFiles);
        }

        /** Without input and environment, which may hold what must not be said. */
        @Override
        public String toString() {
            return "Task[%s]".formatted(mark);
        }
    }

    /** A program that was started. */
    interface Program {

        /** Its exit status once it has ended and all of its output is here; fails if the machine is gone. */
        CompletableFuture<Integer> exit();

        /** Ends it and all that it started. */
        void kill();

        /**
         * What it changed in its workspace, as {@code git diff --binary} tells it.
         *
         * @param most more bytes than this are refused
         * @throws RuntimeUnavailableException if it cannot be had
         */
        byte[] changes(long most);

        /** Removes what the machine keeps of it; does nothing where the machine is gone. */
        void remove();
    }
}
