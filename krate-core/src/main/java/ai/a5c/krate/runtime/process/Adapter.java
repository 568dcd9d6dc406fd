package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one kind of command-line agent is started, talked to and read. */
interface Adapter {

    /** The name that launch requests select it by. */
    String name();

    /** The program that it starts, if it is always the same one. */
    Optional<KnownProgram> program();

    /** What can be done with its agents, whatever this host can do. */
    Set<Capability> capabilities();

    /** Arguments that stacks may not give, since only the setup may let an agent off from asking. */
    Set<String> reserved();

    /** Program and arguments. */
    List<String> command(LaunchRequest request);

    /** What stands on its standard input first. */
    default String input(LaunchRequest request) {
        String system = request.setup().systemPrompt();
        return system.isEmpty() ? request.prompt() : system + "\n\n" + request.prompt();
    }

    /** How a running agent is told more; empty for one that reads its input to the end first. */
    default Optional<Conversation> conversation() {
        return Optional.empty();
    }

    /** Somebody who has heard nothing of a session yet. */
    Ear ear();

    /** Why an agent that exited with status 0 has failed all the same, judged by its last lines. */
    Optional<String> failure(List<String> lastLines);
}
