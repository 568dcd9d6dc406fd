package ai.a5c.krate.server.console;

import java.util.List;

/** The sessions of an organization, those first that were written last. */
public record SessionsPage(Shell shell, List<SessionRow> rows, String next) {

    public SessionsPage {
        rows = List.copyOf(rows);
    }
}
