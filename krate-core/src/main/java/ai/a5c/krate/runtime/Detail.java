package ai.a5c.krate.runtime;

/** Names of the details that events of all adapters share. */
public final class Detail {

    /** The agent's own session id. */
    public static final String SESSION_ID = "sessionId";

    /** The model that answers. */
    public static final String MODEL = "model";

    /** The tool that is called or asked for. */
    public static final String TOOL = "tool";

    /** Tells one call of a tool from another; its result carries the same. */
    public static final String TOOL_CALL = "toolCall";

    /** {@code true} if the text goes on with that of the event of the same type and lane before it. */
    public static final String DELTA = "delta";

    /** Which turn of the conversation, from 1. */
    public static final String TURN = "turn";

    /** Cost in US dollars since the event of this kind before. */
    public static final String COST_USD = "costUsd";

    /** Tokens since the event of this kind before. */
    public static final String TOKENS = "tokens";

    /** The lane of a subagent that the event belongs to; absent for the agent itself. */
    public static final String LANE = "lane";

    /** The subagent's name, on {@link AgentEvent.Type#LANE}. */
    public static final String LANE_NAME = "laneName";

    /** {@code started}, {@code succeeded} or {@code failed}, on {@link AgentEvent.Type#LANE}. */
    public static final String LANE_STATE = "laneState";

    /** What a {@link AgentEvent.Type#QUESTION} is answered by. */
    public static final String REQUEST_ID = "requestId";

    /** Until when a question must be answered, in ISO 8601. */
    public static final String DEADLINE = "deadline";

    private Detail() {}
}
