package ai.a5c.krate.kind.agents;

/** What becomes of a call of a tool. */
public enum ToolApproval {
    ALLOW,
    ASK,
    DENY
}
