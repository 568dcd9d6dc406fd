package ai.a5c.krate.runtime;

import java.util.Map;

/**
 * One thing an agent said or did, in Krate's words.
 *
 * @param cursor continue behind this event from here
 * @param type what kind of thing
 * @param text for people: a message, a tool's name and input, a line of output; not redacted yet
 * @param details for programs, under the names of {@link Detail}, and others of the adapter's own
 */
public record AgentEvent(long cursor, Type type, String text, Map<String, String> details) {

    public AgentEvent {
        details = Map.copyOf(details);
    }

    /** Kinds of agent events. */
    public enum Type {
        /** The agent's own session began; {@code sessionId} is its exact id. */
        STARTED,
        /** Something it says to people. */
        MESSAGE,
        /** What it thinks or is doing. */
        PROGRESS,
        /** It calls a tool. */
        TOOL_CALL,
        /** A tool answered. */
        TOOL_RESULT,
        /** Tokens or money spent so far. */
        USAGE,
        /** Its final answer: the diagnosis. */
        RESULT,
        /** It says that something went wrong. */
        ERROR,
        /** It asks whether it may call a tool, and waits for {@link AgentRuntime#decide}. */
        QUESTION,
        /** It waits for a message of a person. */
        INPUT_NEEDED,
        /** A subagent began or ended. */
        LANE,
        /** Something that it said is missing here. */
        GAP,
        /** Something was let through that nobody allowed: the attempt must end. */
        INCIDENT,
        /** A line that is no event. */
        OUTPUT
    }
}
