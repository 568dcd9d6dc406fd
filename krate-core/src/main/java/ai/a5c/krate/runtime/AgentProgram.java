package ai.a5c.krate.runtime;

import java.util.Set;

/**
 * One kind of agent that a runtime knows how to start and read.
 *
 * @param adapter the name that stacks select it by
 * @param program what is started, such as {@code claude}; empty where the stack says
 * @param version as the program reports it; empty where it is not installed or was not asked
 * @param installed whether it can be started now
 * @param capabilities what can be done with such an agent
 * @param note for people: what is missing, what was not tried against the real program
 */
public record AgentProgram(
        String adapter, String program, String version, boolean installed, Set<Capability> capabilities, String note) {

    public AgentProgram {
        capabilities = Set.copyOf(capabilities);
    }
}
