package ai.a5c.krate.server.console;

import java.util.List;

/** The list of rules. */
public record RulesPage(Shell shell, List<RuleRow> rows, String state, String next) {

    public RulesPage {
        rows = List.copyOf(rows);
    }
}
