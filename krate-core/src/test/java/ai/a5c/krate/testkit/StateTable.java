package ai.a5c.krate.testkit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Every situation of a state machine by every event, rendered for the docs and compared cell by cell.
 *
 * @param <S> the state
 * @param <E> the events
 */
public record StateTable<S, E>(Map<String, S> situations, Map<String, E> events, BiFunction<S, E, Answer> machine) {

    /**
     * What an event does in a situation.
     *
     * @param phase the word of the phase that it leads to; empty when it is refused
     * @param reason the word of the refusal; empty when it moves
     */
    public record Answer(String phase, String reason, List<? extends Record> effects) {

        /** It moves. */
        public static Answer moved(String phase, List<? extends Record> effects) {
            return new Answer(phase, "", effects);
        }

        /** It is refused. */
        public static Answer refused(String reason) {
            return new Answer("", reason, List.of());
        }

        private String cell() {
            return reason.isEmpty() ? "**" + phase + "**" : reason;
        }
    }

    /** The two tables of the docs: all cells, and what the moves make necessary. */
    public String render(String title) {
        return """
                # %s

                Rendered from the code. Bold: the phase that follows; plain: why the event is refused.

                %s
                %s
                ## What follows

                | in | event | becomes | effects |
                | --- | --- | --- | --- |
                %s""".formatted(title, header(), matrix(), moves());
    }

    /** What the code answers, by event and situation, in the words of {@code code}. */
    public Map<String, List<String>> cells(Map<String, String> code) {
        return events.keySet().stream()
                .collect(toMap(
                        event -> event,
                        event -> situations.values().stream()
                                .map(state -> machine.apply(state, events.get(event)))
                                .map(answer -> code.getOrDefault(
                                        answer.phase() + answer.reason(), "?" + answer.phase() + answer.reason()))
                                .toList(),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** The rows of a table that was written by hand: {@code event | cell | cell}, after a line of heads. */
    public static Map<String, List<String>> parse(String table) {
        return table.lines()
                .skip(1)
                .map(line -> List.of(line.split("\\|")))
                .collect(toMap(
                        cells -> cells.get(0).strip(),
                        cells -> cells.subList(1, cells.size()).stream()
                                .map(String::strip)
                                .toList(),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private String header() {
        return "| event | %s |%n|%s".formatted(String.join(" | ", situations.keySet()), " --- |".repeat(width()));
    }

    private int width() {
        return situations.size() + 1;
    }

    private String matrix() {
        return events.entrySet().stream()
                .map(event -> "| %s | %s |%n"
                        .formatted(
                                event.getKey(),
                                situations.values().stream()
                                        .map(state -> machine.apply(state, event.getValue())
                                                .cell())
                                        .collect(joining(" | "))))
                .collect(joining());
    }

    private String moves() {
        StringBuilder rows = new StringBuilder();
        situations.forEach((name, state) -> events.forEach((event, value) -> {
            Answer answer = machine.apply(state, value);
            if (answer.reason().isEmpty()) {
                rows.append("| %s | %s | %s | %s |%n"
                        .formatted(
                                name,
                                event,
                                answer.phase(),
                                answer.effects().stream().map(Record::toString).collect(joining(", "))));
            }
        }));
        return rows.toString();
    }
}
