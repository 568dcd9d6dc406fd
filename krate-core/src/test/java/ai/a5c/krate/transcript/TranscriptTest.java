package ai.a5c.krate.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private final List<Entry> entries = new ArrayList<>();

    @Test
    void aToolsAnswerStandsWithItsCallAlsoWhenCallsOverlap() {
        add("tool-call", "ls", "tool", "Bash", "toolCall", "a", "turn", "1");
        add("tool-call", "pwd", "tool", "Bash", "toolCall", "b", "turn", "1");
        add("tool-result", "/home", "toolCall", "b", "turn", "1");
        add("tool-result", "README", "toolCall", "a", "turn", "1");

        List<Item> items = Transcript.of(entries).items();

        assertThat(items).extracting(Item::text).containsExactly("ls", "pwd");
        assertThat(items).extracting(item -> item.tool().orElseThrow().answer()).containsExactly("README", "/home");
        assertThat(items).extracting(Item::through).containsExactly(4L, 3L);
    }

    @Test
    void answersWithoutAnIdBelongToTheCallsOfTheirLaneInOrder() {
        add("tool-call", "one", "tool", "Bash");
        add("tool-call", "other lane", "tool", "Bash", "lane", "x");
        add("tool-call", "two", "tool", "Bash");
        add("tool-result", "first");
        add("tool-result", "second");

        assertThat(Transcript.of(entries).items())
                .extracting(item -> item.tool().orElseThrow().state().word()
                        + " "
                        + item.tool().orElseThrow().answer())
                .containsExactly("answered first", "open ", "answered second");
    }

    @Test
    void anAnswerWhoseCallIsBeforeTheWindowSaysSo() {
        add("tool-result", "late", "toolCall", "z", "tool", "Bash");

        Item item = Transcript.of(entries).items().get(0);

        assertThat(item.text()).isEmpty();
        assertThat(item.tool()).contains(new ToolUse("Bash", "z", ToolUse.State.ANSWER_ONLY, "late", 1));
    }

    @Test
    void deltasOfOneMessageAreOneItemForEachLane() {
        add("message", "Hel", "turn", "1");
        add("message", "Sub", "turn", "1", "lane", "x");
        add("message", "lo", "turn", "1", "delta", "true");
        add("message", "agent", "turn", "1", "lane", "x", "delta", "true");
        add("message", "New", "turn", "1");
        add("message", " turn", "turn", "2", "delta", "true");

        assertThat(Transcript.of(entries).items())
                .extracting(item -> item.lane() + ":" + item.text())
                .containsExactly(":Hello", "x:Subagent", ":New", ": turn");
    }

    @Test
    void costIsCountedByTurnAndAttempt() {
        add("message", "a", "attempt", "1", "turn", "1");
        add("usage", "", "attempt", "1", "turn", "1", "costUsd", "0.25", "tokens", "100");
        add("message", "b", "attempt", "1", "turn", "2", "costUsd", "0.5", "tokens", "10");
        add("phase", "queued", "costUsd", "99");
        add("message", "c", "attempt", "2", "turn", "1", "costUsd", "-3", "tokens", "many");

        assertThat(Transcript.of(entries).turns())
                .extracting(turn -> "%d/%d %s %s %s-%s"
                        .formatted(
                                turn.attempt(),
                                turn.number(),
                                turn.costUsd(),
                                turn.tokens(),
                                turn.first(),
                                turn.last()))
                .containsExactly("1/1 0.25 100 1-2", "1/2 0.5 10 3-3", "2/1 0.0 0 5-5");
    }

    @Test
    void whatIsMissingIsSaidWhereItIsMissing() {
        add("message", "a");
        add("gap", "12 events were lost");
        add("queue", "of no interest here");

        assertThat(Transcript.of(entries).items())
                .extracting(item -> item.role().word() + " " + item.text())
                .containsExactly("agent a", "gap 12 events were lost");
    }

    @Test
    void windowsAreReadWithoutTheRestOfTheStream() {
        assertThat(Window.first(50)).isEqualTo(new Window(0, 50));
        assertThat(Window.last(100_000, 50)).isEqualTo(new Window(99_950, 50));
        assertThat(Window.last(20, 50)).isEqualTo(new Window(0, 50));
        assertThat(Window.before(51, 20)).isEqualTo(new Window(30, 20));
        assertThat(Window.before(11, 20)).isEqualTo(new Window(0, 10));
        assertThat(Window.before(1, 20)).isEqualTo(new Window(0, 0));
        assertThat(Window.around(500, 20)).isEqualTo(new Window(489, 20));
        assertThat(new Window(5, 1_000_000).limit()).isEqualTo(Window.MOST);
    }

    @Test
    void aTurnBeginsWithWhatTheAgentSaysAfterAnAnswer() {
        TurnCount count = TurnCount.NONE;
        List<Integer> turns = new ArrayList<>();
        for (String type : List.of(
                "started",
                "message",
                "tool-call",
                "usage",
                "tool-result",
                "tool-call",
                "tool-result",
                "message",
                "person",
                "message",
                "result")) {
            count = count.after(new Entry(1, NOON, type, Map.of()));
            turns.add(count.turn());
        }

        assertThat(turns).containsExactly(0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4);
    }

    @Test
    void theAdaptersOwnTurnsCountAndSubagentsMakeNone() {
        TurnCount told = TurnCount.NONE.after(entry("message", "turn", "4"));

        assertThat(told.turn()).isEqualTo(4);
        assertThat(told.after(entry("tool-result"))
                        .after(entry("message", "lane", "x"))
                        .turn())
                .isEqualTo(4);
        assertThat(told.after(entry("message", "turn", "2")).turn()).isEqualTo(4);
    }

    @Test
    void markdownHoldsWhatWasSaidInBlocksThatItCannotLeave() {
        add("message", "done\n```\n<script>alert(1)</script>\n````\n![x](https://evil.example/b.png)", "turn", "1");
        add("tool-call", "\u001b]8;;javascript:alert(1)\u0007link\u001b[31m", "tool", "Ba`sh](x", "toolCall", "a");
        add("tool-result", "right\u202eto left", "toolCall", "a", "lane", "");

        assertThat(Markdown.of(Transcript.of(entries))).isEqualTo("""
                        ## Turn 1

                        **Agent** at 12:00:00 (#1)

                        `````text
                        done
                        ```
                        <script>alert(1)</script>
                        ````
                        ![x](https://evil.example/b.png)
                        `````

                        **Tool `Ba_sh__x`** at 12:00:00 (#2)

                        ```text
                        \u241b]8;;javascript:alert(1)\u2407link\u241b[31m
                        ```

                        answered (#3)

                        ```text
                        right\ufffdto left
                        ```

                        """);
    }

    @Test
    void aTreeSaysEverythingThatAnItemHas() {
        add("tool-call", "ls", "tool", "Bash", "toolCall", "a", "turn", "3", "attempt", "2", "lane", "x");
        add("usage", "", "turn", "3", "attempt", "2", "costUsd", "0.5", "tokens", "7");

        Transcript transcript = Transcript.of(entries);

        assertThat(Tree.items(transcript).get(0).toString())
                .isEqualTo("{sequence=1, through=1, time=2026-11-23T12:00:00Z, attempt=2, turn=3, lane=x, role=tool,"
                        + " text=ls, tool={name=Bash, call=a, state=open, answer=, answered=0}}");
        assertThat(Tree.turns(transcript).get(0).toString())
                .isEqualTo("{attempt=2, turn=3, first=1, last=2, from=2026-11-23T12:00:00Z,"
                        + " until=2026-11-23T12:00:00Z, costUsd=0.5, tokens=7}");
    }

    private void add(String type, String text, String... details) {
        Map<String, String> document = new LinkedHashMap<>(entry(type, details).details());
        document.put("text", text);
        entries.add(new Entry(entries.size() + 1L, NOON, type, document));
    }

    private static Entry entry(String type, String... details) {
        Map<String, String> document = new LinkedHashMap<>();
        for (int i = 0; i < details.length; i += 2) {
            document.put(details[i], details[i + 1]);
        }
        return new Entry(1, NOON, type, document);
    }
}
