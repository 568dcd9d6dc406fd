package ai.a5c.krate.kind.identity;

/** Kinds of subjects of grants and bindings. */
public enum SubjectKind {
    USER,
    GROUP,
    TEAM,
    AGENT_STACK,
    SUBAGENT,
    TOOL,
    SKILL,
    MCP_SERVER,
    MODEL_PROVIDER,
    RUNNER_POOL,
    SERVICE_ACCOUNT,
    REPOSITORY,
    ORGANIZATION
}
