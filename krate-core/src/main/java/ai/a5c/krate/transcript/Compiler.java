package ai.a5c.krate.transcript;

import ai.a5c.krate.transcript.ToolUse.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes items and turns of entries, one after the other. */
final class Compiler {

    private final List<Draft> items = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<String, Deque<Integer>> open = new HashMap<>();

    void add(Entry entry) {
        Optional<Role> role = Role.of(entry.type());
        if (role.isEmpty() && !entry.type().equals("usage")) {
            return;
        }
        turn(entry);
        role.ifPresent(known -> item(entry, known));
    }

    private void turn(Entry entry) {
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        boolean goesOn = last != null
                && last.attempt() == entry.attempt()
                && (last.number() == entry.turn() || entry.turn() == 0);
        if (last == null || !goesOn) {
            Turn next = new Turn(
                    entry.attempt(),
                    entry.turn(),
                    entry.sequence(),
                    entry.sequence(),
                    entry.time(),
                    entry.time(),
                    0,
                    0);
            turns.add(next.with(entry));
        } else {
            turns.set(turns.size() - 1, last.with(entry));
        }
    }

    private void item(Entry entry, Role role) {
        if (entry.type().equals("tool-result")) {
            answer(entry);
        } else if (entry.type().equals("tool-call")) {
            String place = call(entry);
            open.computeIfAbsent(place, none -> new ArrayDeque<>()).addLast(items.size());
            open.computeIfAbsent(lane(entry), none -> new ArrayDeque<>()).addLast(items.size());
            begin(entry, role, new ToolUse(entry.detail("tool"), entry.detail("toolCall"), State.OPEN, "", 0));
        } else if (!goesOn(entry, role)) {
            begin(entry, role, null);
        }
    }

    /** Whether the entry has become part of the newest item of its lane. */
    private boolean goesOn(Entry entry, Role role) {
        Integer at = newest.get(lane(entry));
        if (at == null || !entry.is("delta")) {
            return false;
        }
        Draft draft = items.get(at);
        if (draft.role != role || draft.entry.turn() != entry.turn()) {
            return false;
        }
        draft.goOn(entry);
        return true;
    }

    private void begin(Entry entry, Role role, @Nullable ToolUse tool) {
        newest.put(lane(entry), items.size());
        items.add(new Draft(entry, role, tool));
    }

    private void answer(Entry entry) {
        Optional<Draft> asked = asked(entry);
        if (asked.isPresent()) {
            asked.get().answer(entry);
        } else {
            begin(
                    entry,
                    Role.TOOL,
                    new ToolUse(
                            entry.detail("tool"),
                            entry.detail("toolCall"),
                            State.ANSWER_ONLY,
                            entry.text(),
                            entry.sequence()));
        }
    }

    /** The call with the same id, or where there is none the oldest of the lane that has no answer yet. */
    private Optional<Draft> asked(Entry entry) {
        Deque<Integer> calls =
                open.getOrDefault(entry.detail("toolCall").isEmpty() ? lane(entry) : call(entry), new ArrayDeque<>());
        while (!calls.isEmpty()) {
            Draft draft = items.get(calls.removeFirst());
            if (draft.isOpen()) {
                return Optional.of(draft);
            }
        }
        return Optional.empty();
    }

    private static String lane(Entry entry) {
        return entry.attempt() + "\n" + entry.lane();
    }

    private static String call(Entry entry) {
        return lane(entry) + "\n" + entry.detail("toolCall");
    }

    Transcript transcript() {
        return new Transcript(items.stream().map(Draft::item).toList(), turns);
    }
}
