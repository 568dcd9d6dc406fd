package ai.a5c.krate.server.console;

import java.util.List;

/**
 * The list of workspaces.
 *
 * @param attention those that somebody should look at
 */
public record WorkspacesPage(
        Shell shell, List<WorkspaceRow> attention, List<WorkspaceRow> rows, String phase, String next) {

    public WorkspacesPage {
        attention = List.copyOf(attention);
        rows = List.copyOf(rows);
    }
}
