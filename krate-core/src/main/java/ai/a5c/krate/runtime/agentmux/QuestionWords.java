package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Setup.Questions;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a run's questions, and what became of them, into Krate's words. */
final class QuestionWords {

    private final Questions mode;
    private final boolean blocking;
    private final Set<String> asked = new HashSet<>();

    QuestionWords(Questions mode, boolean blocking) {
        this.mode = mode;
        this.blocking = blocking;
    }

    /** What an event about a question says to Krate, if anything. */
    Optional<AgentEvent> of(long at, String type, Map<String, Object> event) {
        return type.equals("hook_requested") ? requested(at, event) : decided(at, event);
    }

    private Optional<AgentEvent> requested(long at, Map<String, Object> event) {
        ToolQuestion question = ToolQuestion.of(event);
        if (!question.isEnforced() || mode != Questions.ASK || !blocking) {
            return Optional.empty();
        }
        asked.add(question.id());
        Map<String, String> details = new LinkedHashMap<>();
        details.put(Detail.REQUEST_ID, question.id());
        details.put(Detail.DEADLINE, Instant.ofEpochMilli(question.deadline()).toString());
        details.put(Detail.TOOL, question.tool());
        details.put(Detail.TOOL_CALL, question.call());
        details.put("input", Json.write(question.input()));
        return Optional.of(new AgentEvent(
                at, AgentEvent.Type.QUESTION, question.tool() + " " + Json.write(question.input()), details));
    }

    private Optional<AgentEvent> decided(long at, Map<String, Object> event) {
        String by = Fields.text(event, "resolvedBy");
        String id = Fields.text(event, "hookRequestId");
        boolean nobody = by.equals("timeout") || by.equals("fallback");
        Map<String, String> details = Map.of(Detail.REQUEST_ID, id, "resolvedBy", by);
        if (nobody && mode != Questions.ALLOW) {
            return Optional.of(new AgentEvent(at, AgentEvent.Type.INCIDENT, incident(event, by), details));
        }
        if (asked.contains(id) && Fields.text(event, "decision").equals("deny")) {
            return Optional.of(
                    new AgentEvent(at, AgentEvent.Type.PROGRESS, "denied: " + Fields.text(event, "reason"), details));
        }
        return Optional.empty();
    }

    private static String incident(Map<String, Object> event, String by) {
        return "the gateway answered a question (%s) by itself, with %s, because %s"
                .formatted(
                        Fields.text(event, "hookKind"),
                        Fields.text(event, "decision"),
                        by.equals("timeout") ? "nobody answered in time" : "nobody was connected");
    }
}
