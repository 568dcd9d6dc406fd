package ai.a5c.krate.transcript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A transcript as plain values, for JSON. */
public final class Tree {

    private Tree() {}

    /** The items. */
    public static List<Map<String, Object>> items(Transcript transcript) {
        return transcript.items().stream().map(Tree::item).toList();
    }

    /** The turns. */
    public static List<Map<String, Object>> turns(Transcript transcript) {
        return transcript.turns().stream().map(Tree::turn).toList();
    }

    private static Map<String, Object> item(Item item) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sequence", item.sequence());
        tree.put("through", item.through());
        tree.put("time", item.time().toString());
        tree.put("attempt", item.attempt());
        tree.put("turn", item.turn());
        tree.put("lane", item.lane());
        tree.put("role", item.role().word());
        tree.put("text", item.text());
        item.tool().ifPresent(tool -> tree.put("tool", tool(tool)));
        return tree;
    }

    private static Map<String, Object> tool(ToolUse tool) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", tool.name());
        tree.put("call", tool.call());
        tree.put("state", tool.state().word());
        tree.put("answer", tool.answer());
        tree.put("answered", tool.answered());
        return tree;
    }

    private static Map<String, Object> turn(Turn turn) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attempt", turn.attempt());
        tree.put("turn", turn.number());
        tree.put("first", turn.first());
        tree.put("last", turn.last());
        tree.put("from", turn.from().toString());
        tree.put("until", turn.until().toString());
        tree.put("costUsd", turn.costUsd());
        tree.put("tokens", turn.tokens());
        return tree;
    }
}
