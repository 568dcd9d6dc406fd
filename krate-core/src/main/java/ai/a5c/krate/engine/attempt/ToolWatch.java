package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.subagent.ToolScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds tools that an agent uses although it may not.
 *
 * <p>Where the runtime asks before a tool is called, a call may still be denied, so that only one that brought something
 * counts; elsewhere the call itself does.
 */
final class ToolWatch {

    private static final int MOST_CALLS = 1_000;

    private final ToolScope scope;
    private final boolean asks;
    private final Map<String, String> calls = new LinkedHashMap<>();

    /** A watch over an agent that may use {@code scope} and, if {@code asks}, asks before it calls a tool. */
    ToolWatch(ToolScope scope, boolean asks) {
        this.scope = scope;
        this.asks = asks;
    }

    /** Why the agent is to be ended, if there is a reason among {@code events}. */
    Optional<Stop> heard(List<AgentEvent> events) {
        return scope.only().isEmpty()
                ? Optional.empty()
                : events.stream().flatMap(event -> used(event).stream()).findFirst();
    }

    private Optional<Stop> used(AgentEvent event) {
        String call = event.details().getOrDefault(Detail.TOOL_CALL, "");
        String tool = event.details().getOrDefault(Detail.TOOL, "");
        if (event.type() == AgentEvent.Type.TOOL_CALL && !scope.allows(tool)) {
            if (!asks || call.isEmpty() || calls.size() >= MOST_CALLS) {
                return Optional.of(stop(tool));
            }
            calls.put(call, tool);
        }
        if (event.type() == AgentEvent.Type.TOOL_RESULT) {
            String called = calls.remove(call);
            boolean failed = "true".equals(event.details().get("failed"));
            return called == null || failed ? Optional.empty() : Optional.of(stop(called));
        }
        return Optional.empty();
    }

    private static Stop stop(String tool) {
        return new Stop(
                "ToolNotAllowed",
                "the subagent used the tool '%s', which it is not given; name it in the AgentSubagent's toolRefs or have it do without"
                        .formatted(tool.isEmpty() ? "unnamed" : tool.substring(0, Math.min(tool.length(), 100))));
    }
}
