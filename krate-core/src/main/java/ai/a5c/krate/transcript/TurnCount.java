package ai.a5c.krate.transcript;

/**
 * Which turn an agent is in: what it says at once, with the calls it makes and their answers, is one turn.
 *
 * @param turn 0 before the first
 * @param answered whether a tool or a person answered last, so that what the agent says next begins a turn
 */
public record TurnCount(int turn, boolean answered) {

    /** Nothing was said yet. */
    public static final TurnCount NONE = new TurnCount(0, true);

    /** The count after an event; a subagent's lane belongs to the turn in which it is heard. */
    public TurnCount after(Entry entry) {
        if (!entry.lane().isEmpty()) {
            return this;
        }
        if (entry.turn() > 0) {
            return new TurnCount(Math.max(turn, entry.turn()), answers(entry.type()));
        }
        return switch (entry.type()) {
            case "tool-result", "person" -> new TurnCount(turn, true);
            case "message", "progress", "tool-call", "question", "result", "output" ->
                new TurnCount(answered ? turn + 1 : turn, false);
            default -> this;
        };
    }

    private static boolean answers(String type) {
        return type.equals("tool-result") || type.equals("person");
    }
}
