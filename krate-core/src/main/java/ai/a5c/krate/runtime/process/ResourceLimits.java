package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup.Sandbox;
import java.util.ArrayList;
import java.util.List;

/** Limits of the kernel on each process of an agent, set by prlimit and inherited. */
final class ResourceLimits {

    /** Processes of work that is not trusted where no limit is set. */
    private static final int PROCESSES = 1_024;

    private ResourceLimits() {}

    /** How many processes a sandboxed agent may have at the same time. */
    static int processes(LaunchRequest request) {
        int asked = request.setup().sandbox().processes();
        return asked > 0 ? asked : PROCESSES;
    }

    /** {@code command} with its limits; without a sandbox processes are not counted, since the kernel counts the user's. */
    static List<String> around(Programs programs, LaunchRequest request, List<String> command) {
        Sandbox limits = request.setup().sandbox();
        List<String> call = new ArrayList<>(List.of(programs.agent("prlimit").toString(), "--core=0"));
        if (limits.memoryBytes() > 0) {
            call.add("--data=" + limits.memoryBytes());
        }
        if (limits.fileBytes() > 0) {
            call.add("--fsize=" + limits.fileBytes());
        }
        if (Isolation.needed(request)) {
            call.add("--nproc=" + processes(request));
        }
        call.add("--");
        call.addAll(command);
        return call;
    }
}
