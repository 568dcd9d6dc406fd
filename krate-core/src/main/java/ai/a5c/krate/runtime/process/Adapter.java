package ai.a5c.krate.runtime.process;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How one kind of command-line agent is started and read. */
interface Adapter {

    /** The adapters of this runtime. */
    List<Adapter> ALL = List.of(new CommandAdapter(), new ClaudeAdapter());

    /** The name that launch requests select it by. */
    String name();

    /** Program and arguments, from those of the request. */
    List<String> command(List<String> requested);

    /** What a complete line of standard output says; never empty, never fails. */
    List<Said> read(String line);

    /** Why an agent that exited with status 0 has failed all the same, judged by its last lines. */
    Optional<String> failure(List<String> lastLines);

    /** What there is to choose from, for messages. */
    static String names() {
        return ALL.stream().map(Adapter::name).collect(Collectors.joining(", "));
    }

    /** The adapter called {@code name}. */
    static Optional<Adapter> named(String name) {
        return ALL.stream().filter(adapter -> adapter.name().equals(name)).findFirst();
    }
}
