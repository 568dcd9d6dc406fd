package ai.a5c.krate.transcript;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;

/** A transcript as Markdown; what was said stands in fenced blocks that it cannot leave, and does nothing. */
public final class Markdown {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder();

    private Markdown() {}

    /** The transcript, under headings of its turns. */
    public static String of(Transcript transcript) {
        Markdown markdown = new Markdown();
        Iterator<Turn> turns = transcript.turns().iterator();
        Turn turn = null;
        for (Item item : transcript.items()) {
            while (turns.hasNext() && (turn == null || item.sequence() > turn.last())) {
                turn = turns.next();
                markdown.heading(turn);
            }
            markdown.item(item);
        }
        return markdown.out.toString();
    }

    private void heading(Turn turn) {
        String number = turn.number() == 0 ? "Before the first turn" : "Turn " + turn.number();
        out.append("## ").append(number);
        if (turn.attempt() > 0) {
            out.append(", attempt ").append(turn.attempt());
        }
        if (turn.costUsd() > 0 || turn.tokens() > 0) {
            out.append(String.format(Locale.ROOT, " ($%.4f, %d tokens)", turn.costUsd(), turn.tokens()));
        }
        out.append("\n\n");
    }

    private void item(Item item) {
        out.append("**").append(title(item)).append("**");
        if (!item.lane().isEmpty()) {
            out.append(" in lane `").append(Inert.name(item.lane())).append('`');
        }
        out.append(" at ").append(CLOCK.format(item.time()));
        out.append(" (#").append(item.sequence()).append(")\n\n");
        if (!item.text().isEmpty()) {
            out.append(Inert.block(item.text())).append('\n');
        }
        item.tool().filter(tool -> tool.answered() > 0).ifPresent(tool -> {
            out.append("answered (#").append(tool.answered()).append(")\n\n");
            out.append(Inert.block(tool.answer())).append('\n');
        });
    }

    private static String title(Item item) {
        String tool = item.tool().map(ToolUse::name).map(Inert::name).orElse("");
        return switch (item.role()) {
            case AGENT -> "Agent";
            case THOUGHT -> "Agent, to itself";
            case TOOL -> tool.isEmpty() ? "Tool" : "Tool `" + tool + "`";
            case RESULT -> "Result";
            case PERSON -> "Person";
            case QUESTION -> "Question";
            case OUTPUT -> "Output";
            case ERROR -> "Error";
            case SESSION -> "Session";
            case LANE -> "Subagent";
            case GAP -> "Something is missing here";
            case INCIDENT -> "Incident";
        };
    }
}
