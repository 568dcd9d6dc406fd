package ai.a5c.krate.server.console;

import java.util.List;

/** The list of stacks. */
public record StacksPage(Shell shell, List<StackRow> rows, String next) {

    public StacksPage {
        rows = List.copyOf(rows);
    }
}
