package ai.a5c.krate.benchmarks;

import ai.a5c.krate.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.event.ruler.Machine;

/** AWS event-ruler with one pattern a rule. */
final class RulerRules {

    private final Machine machine = Machine.builder().build();

    RulerRules(List<Ask> asks) {
        asks.forEach(this::add);
    }

    private void add(Ask ask) {
        Map<String, Object> pattern = new TreeMap<>();
        ask.parts().forEach((part, value) -> pattern.put(part, List.of(value)));
        try {
            machine.addRule(ask.name(), Json.write(pattern));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event in the form that the machine takes. */
    static JsonNode event(Map<String, Object> members) {
        return new ObjectMapper().valueToTree(members);
    }

    List<String> matching(JsonNode event) {
        return machine.rulesForJSONEvent(event);
    }
}
