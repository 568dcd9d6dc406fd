package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.workspace.Action;
import java.util.OptionalLong;

/**
 * What somebody asks of a workspace.
 *
 * @param argument of a note the text; of a link the work item, as in {@code issue/7}; of an automatic resolution whose
 *     lines count, {@code work} or {@code upstream}; empty otherwise
 * @param discard whether work that is nowhere else, a pin and an archive may go
 * @param expectedGeneration the {@code status.stateGeneration} that they saw; empty if they do not mind
 */
public record WorkspaceOrder(
        String namespace,
        String workspace,
        Action action,
        String argument,
        boolean discard,
        OptionalLong expectedGeneration) {}
