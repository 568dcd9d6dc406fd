package ai.a5c.krate.subagent;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.Prompt;
import ai.a5c.krate.kind.agents.AgentStack.RuntimeIdentity;
import ai.a5c.krate.kind.agents.AgentStack.WriteBackPolicy;
import ai.a5c.krate.kind.agents.AgentSubagent;
import java.util.List;

/** What of a stack a subagent has: never more than the agent above it, and nothing to write back. */
public final class Part {

    private static final String MODEL_TOKEN = "model-provider-token";

    private Part() {}

    /** The stack as {@code subagent} has it, under the same name. */
    public static AgentStack of(AgentStack above, AgentSubagent subagent) {
        AgentStack.Spec whole = above.spec();
        AgentSubagent.Spec part = subagent.spec();
        AgentStack.Spec spec = new AgentStack.Spec(
                whole.organizationRef(),
                whole.baseAgent(),
                whole.adapter(),
                whole.command(),
                whole.displayName(),
                whole.provider(),
                part.modelOverride().isEmpty() ? whole.model() : part.modelOverride(),
                new Prompt(part.rolePrompt(), ""),
                whole.agentsDocRef(),
                whole.approvalMode(),
                part.runtimeIdentityOverride().isEmpty()
                        ? whole.runtimeIdentity()
                        : new RuntimeIdentity(part.runtimeIdentityOverride()),
                whole.runnerPool(),
                whole.requiredSecrets().stream()
                        .filter(secret -> secret.purpose().equals(MODEL_TOKEN))
                        .toList(),
                whole.secretPolicy(),
                whole.toolProfileRef(),
                both(whole.mcpServerRefs(), part.mcpServerRefs()),
                both(whole.skillRefs(), part.skillRefs()),
                part.subagentRefs(),
                whole.contextLabelRefs(),
                whole.workspacePolicyRef(),
                whole.permissionRefs(),
                whole.memory(),
                new WriteBackPolicy(true, List.of(), List.of()),
                whole.limits(),
                whole.quotas());
        return new AgentStack(above.metadata(), spec, above.status());
    }

    private static List<String> both(List<String> above, List<String> wanted) {
        return wanted.stream().filter(above::contains).toList();
    }
}
