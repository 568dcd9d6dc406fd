package ai.a5c.krate.workspace;

/** What is to be done once a workspace is stored. */
public sealed interface WorkspaceEffect {

    /** Do it on the machine that the workspace is on, and say what came of it. */
    record Perform(Action action) implements WorkspaceEffect {}
}
