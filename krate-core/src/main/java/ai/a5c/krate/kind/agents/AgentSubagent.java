package ai.a5c.krate.kind.agents;

import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** An agent that a stack may hand parts of its work to, with less than the stack itself has. */
@KindInfo(
        plural = "agentsubagents",
        shortNames = {"subagent"},
        storage = Storage.CONFIG,
        doc = "An agent that a stack may hand parts of its work to, with less than the stack itself has.",
        columns = {"Description=.spec.description", "Workspace=.spec.workspaceScope", "Parallel=.spec.maxParallelTasks"
        },
        wide = {"Model=.spec.modelOverride", "Context=.spec.contextPolicy"})
public record AgentSubagent(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentSubagent withMetadata(Metadata next) {
        return new AgentSubagent(next, spec, status);
    }

    /** What it is told and what it may use. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Who it is and how it works.", required = true)
            String rolePrompt,

            @Field(value = "Tasks that it takes.", required = true)
            List<TaskKind> taskKinds,

            @Field("What it is for, as the stack reads it when it chooses.")
            String description,

            @Field("The model; the stack's when absent.") String modelOverride,

            @Field(
                    "Tools of the stack that it may use, by the names that the agent's program gives them; none when absent.")
            List<String> toolRefs,

            @Field(value = "Servers of the stack that it may use.", ref = "AgentMcpServer")
            List<String> mcpServerRefs,

            @Field(value = "Skills of the stack that it has.", ref = "AgentSkill")
            List<String> skillRefs,

            @Field(value = "Agents that it may hand work to in turn.", ref = "AgentSubagent")
            List<String> subagentRefs,

            @Field(value = "The identity that it acts under; the stack's when absent.", ref = "AgentServiceAccount")
            String runtimeIdentityOverride,

            @Field(value = "What it sees of the workspace.", def = "read-only")
            WorkspaceScope workspaceScope,

            @Field(value = "Tasks at the same time.", def = "1", min = 1, max = 100)
            int maxParallelTasks,

            @Field(value = "What it is told of the stack's context.", def = "summary-only")
            ContextPolicy contextPolicy,

            @Field("What its outcome must look like.") OutputContract outputContract,

            @Field(value = "Whether the stack may run without it.", def = "false")
            boolean optional) {

        public Spec {
            taskKinds = List.copyOf(taskKinds);
            toolRefs = List.copyOf(toolRefs);
            mcpServerRefs = List.copyOf(mcpServerRefs);
            skillRefs = List.copyOf(skillRefs);
            subagentRefs = List.copyOf(subagentRefs);
        }
    }

    /** What a subagent sees of the workspace. */
    public enum WorkspaceScope {
        NO_WORKSPACE,
        READ_ONLY,
        BRANCH_LOCAL,
        ISOLATED_WORKTREE
    }

    /** What a subagent is told of the stack's context. */
    public enum ContextPolicy {
        SUMMARY_ONLY,
        SELECTED_SOURCES,
        FULL_REDACTED,
        ARTIFACT_ONLY,
        NO_CONTEXT
    }
}
