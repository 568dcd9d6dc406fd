package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.transcript.Item;
import ai.a5c.krate.transcript.ToolUse;
import ai.a5c.krate.transcript.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One window of what was said in a run.
 *
 * @param live whether more may be said, and this is the newest window
 * @param earlier what the window before it ends behind; 0 for none
 * @param later behind what the window after it begins; 0 for none
 */
public record TranscriptPage(
        Shell shell, RunRow row, List<TurnBlock> turns, boolean live, long earlier, long later, long end) {

    private static final Set<String> PROSE = Set.of("agent", "result", "person");
    private static final int LONGEST = 8_000;

    public TranscriptPage {
        turns = List.copyOf(turns);
    }

    static TranscriptPage of(Shell shell, RunRow row, Transcripts.Page page) {
        return new TranscriptPage(
                shell,
                row,
                blocks(page),
                !row.terminal() && !page.hasLater(),
                page.hasEarlier() ? page.first() : 0,
                page.hasLater() ? page.last() : 0,
                page.end());
    }

    private static List<TurnBlock> blocks(Transcripts.Page page) {
        List<TurnBlock> blocks = new ArrayList<>();
        int next = 0;
        List<Item> items = page.transcript().items();
        for (Turn turn : page.transcript().turns()) {
            List<ItemRow> rows = new ArrayList<>();
            while (next < items.size() && items.get(next).sequence() <= turn.last()) {
                rows.add(row(items.get(next++)));
            }
            if (!rows.isEmpty() || turn.costUsd() > 0) {
                blocks.add(new TurnBlock(title(turn), cost(turn), rows));
            }
        }
        return blocks;
    }

    private static String title(Turn turn) {
        String number = turn.number() == 0 ? "Before the first turn" : "Turn " + turn.number();
        return turn.attempt() > 1 ? number + ", attempt " + turn.attempt() : number;
    }

    private static String cost(Turn turn) {
        return turn.costUsd() == 0 && turn.tokens() == 0
                ? ""
                : String.format(Locale.ROOT, "$%.4f, %,d tokens", turn.costUsd(), turn.tokens());
    }

    private static ItemRow row(Item item) {
        String role = item.role().word();
        String text = shortened(item.text());
        String answer =
                item.tool().map(ToolUse::answer).map(TranscriptPage::shortened).orElse("");
        return new ItemRow(
                item.sequence(),
                EventRow.clock(item.time()),
                item.time().toString(),
                role,
                item.lane(),
                item.tool().map(ToolUse::name).filter(name -> !name.isEmpty()).orElse(role),
                PROSE.contains(role) ? Markdown.html(text) : "",
                text,
                answer);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\n... and %d more characters".formatted(text.length() - LONGEST);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/runs/" + row.name() + "/transcript";
    }

    /** Where live events come from. */
    public String events() {
        return shell.base() + "/runs/" + row.name() + "/live?after=" + end;
    }

    /** Where the window can be downloaded as {@code format}. */
    public String download(String format) {
        return "/api/orgs/%s/agents/runs/%s/transcript?format=%s&limit=1000"
                .formatted(shell.organization(), row.name(), format);
    }

    /** What was said in one turn. */
    public record TurnBlock(String title, String cost, List<ItemRow> items) {

        public TurnBlock {
            items = List.copyOf(items);
        }
    }

    /**
     * One thing that was said.
     *
     * @param html prose as harmless HTML; empty for what is shown as plain text
     */
    public record ItemRow(
            long sequence,
            String time,
            String instant,
            String role,
            String lane,
            String label,
            String html,
            String text,
            String answer) {

        /** The first line of an answer, for what is folded away. */
        public String answerSummary() {
            String first = answer.lines().findFirst().orElse("");
            return first.length() <= 120 ? first : first.substring(0, 120) + "...";
        }
    }
}
