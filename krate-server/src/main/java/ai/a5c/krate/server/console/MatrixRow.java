package ai.a5c.krate.server.console;

import java.util.List;

/**
 * What one capability of a stack needs, and what becomes of it.
 *
 * @param owner as {@code mcp-server/github}
 * @param leftOut whether the agent does without it
 * @param capabilities what the runtime must be able to do
 */
public record MatrixRow(
        String owner,
        boolean leftOut,
        List<String> capabilities,
        List<Cell> roles,
        List<Cell> secrets,
        List<Cell> configs) {

    public MatrixRow {
        capabilities = List.copyOf(capabilities);
        roles = List.copyOf(roles);
        secrets = List.copyOf(secrets);
        configs = List.copyOf(configs);
    }

    /**
     * One need.
     *
     * @param what the role, or the name and its keys
     * @param by the grant that decides, or who answered, or empty
     */
    public record Cell(String what, Badge badge, String by) {}
}
