package ai.a5c.krate.runtime;

import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything an agent is started with.
 *
 * @param launchKey the same key never starts two agents (attempt uid, stack snapshot and context digests)
 * @param adapter how to start and read the agent: {@code command}, {@code claude}
 * @param command program and arguments for adapter {@code command}; for others extra arguments
 * @param prompt what the agent is told, given on its standard input
 * @param workspace the directory it works in
 * @param environment variables beyond the runtime's own clean set; may hold secret values, never stored or logged
 * @param trust below {@link Trust#TRUSTED} the runtime must isolate the agent or refuse
 * @param setup model, prompts, sandbox, files and the conversation to go on with
 */
public record LaunchRequest(
        String launchKey,
        String adapter,
        List<String> command,
        String prompt,
        Path workspace,
        Map<String, String> environment,
        Trust trust,
        Limits limits,
        Setup setup) {

    /** Without anything beyond program and prompt. */
    public LaunchRequest(
            String launchKey,
            String adapter,
            List<String> command,
            String prompt,
            Path workspace,
            Map<String, String> environment,
            Trust trust,
            Limits limits) {
        this(launchKey, adapter, command, prompt, workspace, environment, trust, limits, Setup.PLAIN);
    }

    public LaunchRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The same, set up otherwise. */
    public LaunchRequest with(Setup other) {
        return new LaunchRequest(launchKey, adapter, command, prompt, workspace, environment, trust, limits, other);
    }

    /** Without prompt and environment, which may hold what must not be said. */
    @Override
    public String toString() {
        return "LaunchRequest[%s, %s, %s]".formatted(launchKey, adapter, workspace);
    }

    /**
     * What ends an agent that does not end itself.
     *
     * @param wallClock from its start
     * @param idle without any output
     * @param outputBytes of standard output and standard error together
     */
    public record Limits(Duration wallClock, Duration idle, long outputBytes) {}
}
