package ai.a5c.krate.runtime.agentmux;

import java.util.Map;

/**
 * A hook that the gateway raised.
 *
 * @param kind {@code preToolUse} or {@code userPromptSubmit}
 * @param deadline in milliseconds since 1970, by the gateway's clock; past it the gateway allows
 * @param isNative whether the agent itself asks, and waits; the gateway's own question only holds an event back
 */
record ToolQuestion(
        String id,
        String runId,
        String kind,
        boolean isNative,
        String tool,
        String call,
        Map<String, Object> input,
        long deadline) {

    /** What a {@code hook.request} frame or a {@code hook_requested} event asks. */
    static ToolQuestion of(Map<String, Object> frame) {
        Map<String, Object> payload = Fields.object(frame, "payload");
        boolean isNative = payload.containsKey("hook_event_name");
        return new ToolQuestion(
                Fields.text(frame, "hookRequestId"),
                Fields.text(frame, "runId"),
                Fields.text(frame, "hookKind"),
                isNative,
                Fields.text(payload, isNative ? "tool_name" : "toolName"),
                Fields.text(payload, isNative ? "tool_use_id" : "toolCallId"),
                Fields.object(payload, "tool_input"),
                Fields.number(frame, "deadlineTs"));
    }

    /** Whether it is about a tool. */
    boolean isAboutTool() {
        return kind.equals("preToolUse");
    }

    /** Whether a denial keeps the tool from running. */
    boolean isEnforced() {
        return isAboutTool() && isNative;
    }
}
