package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.render.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page of a workspace.
 *
 * @param buttons what people do with it
 * @param question what people must approve first
 * @param write whether this person may change anything
 * @param notice what the last action came to
 */
public record WorkspacePage(
        Shell shell,
        WorkspaceRow row,
        AgentWorkspace workspace,
        List<WorkspaceButton> buttons,
        Optional<ApprovalCard> question,
        boolean write,
        Optional<Notice> notice) {

    public WorkspacePage {
        buttons = List.copyOf(buttons);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/workspaces/" + row.name();
    }

    /** The workspace as it is stored. */
    public String yaml() {
        return Yaml.write(ResourceCodec.write(workspace));
    }
}
