package ai.a5c.krate.transcript;

import ai.a5c.krate.transcript.ToolUse.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An item that may still get more text, or an answer. */
final class Draft {

    final Entry entry;
    final Role role;
    private final StringBuilder text = new StringBuilder();
    private @Nullable ToolUse tool;
    private long through;

    Draft(Entry entry, Role role, @Nullable ToolUse tool) {
        this.entry = entry;
        this.role = role;
        this.tool = tool;
        this.through = entry.sequence();
        boolean answerOnly = tool != null && tool.state() == State.ANSWER_ONLY;
        text.append(answerOnly ? "" : entry.text());
    }

    void goOn(Entry more) {
        text.append(more.text());
        through = more.sequence();
    }

    boolean isOpen() {
        return tool != null && tool.state() == State.OPEN;
    }

    void answer(Entry answer) {
        if (tool != null) {
            tool = new ToolUse(tool.name(), tool.call(), State.ANSWERED, answer.text(), answer.sequence());
            through = answer.sequence();
        }
    }

    Item item() {
        return new Item(
                entry.sequence(),
                through,
                entry.time(),
                entry.attempt(),
                entry.turn(),
                entry.lane(),
                role,
                text.toString(),
                Optional.ofNullable(tool));
    }
}
