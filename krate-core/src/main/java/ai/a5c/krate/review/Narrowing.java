package ai.a5c.krate.review;

import java.util.Set;

/**
 * The part of a stack that is asked for; an empty set asks for all of its kind, and none asks for more than the stack
 * has.
 *
 * @param tools names of tools
 * @param skills names of AgentSkills
 * @param mcpServers names of AgentMcpServers
 * @param contextLabels names of AgentContextLabels
 * @param writeBackTargets actions, as {@code issue-comment}
 */
public record Narrowing(
        Set<String> tools,
        Set<String> skills,
        Set<String> mcpServers,
        Set<String> contextLabels,
        Set<String> writeBackTargets) {

    /** The whole stack. */
    public static final Narrowing NONE = new Narrowing(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Narrowing {
        tools = Set.copyOf(tools);
        skills = Set.copyOf(skills);
        mcpServers = Set.copyOf(mcpServers);
        contextLabels = Set.copyOf(contextLabels);
        writeBackTargets = Set.copyOf(writeBackTargets);
    }

    /** Whether it asks for the whole stack. */
    public boolean isNone() {
        return tools.isEmpty()
                && skills.isEmpty()
                && mcpServers.isEmpty()
                && contextLabels.isEmpty()
                && writeBackTargets.isEmpty();
    }

    static boolean admits(Set<String> asked, String name) {
        return asked.isEmpty() || asked.contains(name);
    }
}
