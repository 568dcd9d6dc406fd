package ai.a5c.krate.transcript;

import java.util.Set;

/**
 * Which turn an agent is in: what it says at once, with the calls it makes and their answers, is one turn.
 *
 * @param turn 0 before the first
 * @param answered whether a tool or a person answered last, or the agent was done, so that what it says next begins a
 *     turn
 */
public record TurnCount(int turn, boolean answered) {

    private static final Set<String> SPEAKING =
            Set.of("message", "progress", "tool-call", "question", "result", "output");
    private static final Set<String> ENDING = Set.of("tool-result", "person", "result");

    /** Nothing was said yet. */
    public static final TurnCount NONE = new TurnCount(0, true);

    /** The count after an event; a subagent's lane belongs to the turn in which it is heard. */
    public TurnCount after(Entry entry) {
        if (!entry.lane().isEmpty()) {
            return this;
        }
        boolean speaks = SPEAKING.contains(entry.type());
        int next = entry.turn() > 0 ? Math.max(turn, entry.turn()) : speaks && answered ? turn + 1 : turn;
        boolean over = ENDING.contains(entry.type()) || (answered && !speaks);
        return new TurnCount(next, over);
    }
}
