package ai.a5c.krate.runtime;

/**
 * The answer to an agent's {@link AgentEvent.Type#QUESTION}.
 *
 * @param requestId what the question was asked under
 * @param reason told to the agent
 */
public record Verdict(String requestId, boolean allowed, String reason) {}
