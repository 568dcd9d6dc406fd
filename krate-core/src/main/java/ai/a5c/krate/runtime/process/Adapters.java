package ai.a5c.krate.runtime.process;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The adapters of this runtime. */
final class Adapters {

    static final List<Adapter> ALL = List.of(
            new CommandAdapter(), new ClaudeAdapter(), new CodexAdapter(), new GeminiAdapter(), new OpencodeAdapter());

    private Adapters() {}

    /** What there is to choose from, for messages. */
    static String names() {
        return ALL.stream().map(Adapter::name).collect(Collectors.joining(", "));
    }

    /** The adapter called {@code name}. */
    static Optional<Adapter> named(String name) {
        return ALL.stream().filter(adapter -> adapter.name().equals(name)).findFirst();
    }
}
