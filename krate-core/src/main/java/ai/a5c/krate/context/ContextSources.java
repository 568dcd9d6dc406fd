package ai.a5c.krate.context;

import ai.a5c.krate.redact.Redactor;
import java.util.List;

/** What an agent is to be told, in any order of layers, and who keeps secrets out of it. */
public record ContextSources(List<LayerInput> inputs, Redactor redactor) {

    public ContextSources {
        inputs = List.copyOf(inputs);
    }
}
