package ai.a5c.krate.runtime.process;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Claude Code reads on its standard input: user messages and answers to its requests. */
final class ClaudeConversation implements Conversation {

    @Override
    public String turnEnd() {
        return "{\"type\":\"result\"";
    }

    @Override
    public String message(String text) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "user");
        message.put("content", List.of(ordered("type", "text", "text", text)));
        return Json.write(ordered("type", "user", "message", message));
    }

    @Override
    public Optional<String> answer(String line, Verdict verdict) {
        return JsonLine.parse(line)
                .filter(asked ->
                        ClaudeEar.isQuestion(asked) && asked.text("request_id").equals(verdict.requestId()))
                .map(asked -> {
                    Object input = asked.object("request").object("input").members();
                    Map<String, Object> said = verdict.allowed()
                            ? ordered("behavior", "allow", "updatedInput", input)
                            : ordered("behavior", "deny", "message", verdict.reason());
                    Map<String, Object> response = ordered("subtype", "success", "request_id", verdict.requestId());
                    response.put("response", said);
                    return Json.write(ordered("type", "control_response", "response", response));
                });
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }
}
