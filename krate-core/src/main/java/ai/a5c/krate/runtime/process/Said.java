package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import java.util.Map;
import java.util.stream.Collectors;

/** One thing found in a line of output, harmless to show, without its place in the output. */
record Said(AgentEvent.Type type, String text, Map<String, String> details) {

    Said {
        text = HarmlessText.of(text);
        details = details.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> HarmlessText.of(entry.getKey()),
                        entry -> HarmlessText.of(entry.getValue()),
                        (first, second) -> first));
    }

    static Said of(AgentEvent.Type type, String text) {
        return new Said(type, text, Map.of());
    }

    AgentEvent at(long cursor) {
        return new AgentEvent(cursor, type, text, details);
    }
}
