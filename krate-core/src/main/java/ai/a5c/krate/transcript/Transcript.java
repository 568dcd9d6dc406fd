package ai.a5c.krate.transcript;

import java.util.List;

/**
 * What was said in a window of a run's events.
 *
 * @param items in order; deltas of one message are one item, an answer of a tool stands with its call
 * @param turns in order, with their cost
 */
public record Transcript(List<Item> items, List<Turn> turns) {

    public Transcript {
        items = List.copyOf(items);
        turns = List.copyOf(turns);
    }

    /** The transcript of {@code entries}, which are in order; the work grows with their number alone. */
    public static Transcript of(List<Entry> entries) {
        Compiler compiler = new Compiler();
        entries.forEach(compiler::add);
        return compiler.transcript();
    }
}
