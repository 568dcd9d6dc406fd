package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;

/** An agent as it is dispatched: program, prompts, identity, secrets, limits and what it may write back. */
@KindInfo(
        plural = "agentstacks",
        shortNames = "stack",
        storage = Storage.CONFIG,
        doc = "An agent as it is dispatched: program, prompts, identity, secrets, limits and what it may write back.",
        columns = {"Agent=.spec.baseAgent", "Adapter=.spec.adapter", "Pool=.spec.runnerPool"},
        wide = {"Name=.spec.displayName", "Model=.spec.model", "Account=.spec.runtimeIdentity.serviceAccountRef"})
public record AgentStack(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentStack withMetadata(Metadata next) {
        return new AgentStack(next, spec, status);
    }

    /** What the agent is and what it may do. */
    @Rule(check = Check.FORBIDDEN_WHEN, fields = "requiredSecrets", when = "secretPolicy", is = "none")
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The agent: claude-code, codex, gemini, or a name of your own.", required = true)
            String baseAgent,

            @Field(value = "How it is started and read: command, claude, codex, gemini or opencode.", required = true)
            String adapter,

            @Field("Program and arguments for the command adapter, further arguments for others.")
            List<String> command,

            @Field("The name for people.") String displayName,
            @Field("Who serves the model.") String provider,
            @Field("The model.") String model,
            @Field("What it is always told.") Prompt prompt,

            @Field(
                    value =
                            "The file of the repository that tells agents about it, read from its default branch; AGENTS.md when absent.",
                    form = Form.PATH)
            String agentsDocRef,

            @Field(
                    value =
                            "What becomes of the agent's own questions: asked (prompt, policy), denied, or allowed without asking (auto).",
                    def = "policy")
            ApprovalMode approvalMode,

            @Field(value = "The identity that it acts under.", required = true)
            RuntimeIdentity runtimeIdentity,

            @Field(value = "Where it runs unless the rule says otherwise.", ref = "RunnerPool", indexed = true)
            String runnerPool,

            @Field("Secrets that it cannot work without.") List<SecretRequirement> requiredSecrets,

            @Field(value = "Whether secrets that are granted reach it, or none whatever is granted.", def = "granted")
            SecretPolicy secretPolicy,

            @Field(
                    value =
                            "Which tools it may use; a review holds its skills and subagents to it, a sandbox the agent to its files and hosts.",
                    ref = "AgentToolProfile")
            String toolProfileRef,

            @Field(value = "Servers that it is given. Reviewed; not given yet.", ref = "AgentMcpServer")
            List<String> mcpServerRefs,

            @Field(
                    value = "Skills that it has; it is told what they say, files of theirs are not given yet.",
                    ref = "AgentSkill")
            List<String> skillRefs,

            @Field(value = "Agents that it may hand work to.", ref = "AgentSubagent")
            List<String> subagentRefs,

            @Field(value = "Instructions that it is always told.", ref = "AgentContextLabel")
            List<String> contextLabelRefs,

            @Field(
                    value =
                            "What kind of workspace it gets and how long that is kept; without one each attempt has its own, which goes when its work is over.",
                    ref = "AgentWorkspacePolicy")
            String workspacePolicyRef,

            @Field(
                    value = "Bindings that give it its roles; a review warns of what is wrong with them.",
                    ref = "AgentRoleBinding")
            List<String> permissionRefs,

            @Field("What it remembers of earlier work. Recorded; not read yet.")
            Memory memory,

            @Field("What may be written back, and who must agree.")
            WriteBackPolicy writeBackPolicy,

            @Field("What ends it.") Limits limits,
            @Field("Limits over all runs of the stack.") Quotas quotas) {

        public Spec {
            command = List.copyOf(command);
            requiredSecrets = List.copyOf(requiredSecrets);
            mcpServerRefs = List.copyOf(mcpServerRefs);
            skillRefs = List.copyOf(skillRefs);
            subagentRefs = List.copyOf(subagentRefs);
            contextLabelRefs = List.copyOf(contextLabelRefs);
            permissionRefs = List.copyOf(permissionRefs);
        }
    }

    /** What an agent remembers of earlier work. */
    public record Memory(
            @Field(value = "Memory sources that it may read.", form = Form.NAME)
            List<String> sourceRefs,

            @Field(value = "Whether it may not run without them.", def = "false")
            boolean required) {

        public Memory {
            sourceRefs = List.copyOf(sourceRefs);
        }
    }

    /** Instructions written by reviewed resources. */
    public record Prompt(
            @Field("Who the agent is.") String system,
            @Field("How it works here.") String developer) {}

    /** The identity of the running agent. */
    public record RuntimeIdentity(
            @Field(value = "The service account.", required = true, ref = "AgentServiceAccount")
            String serviceAccountRef) {}

    /** A secret that the agent needs. */
    public record SecretRequirement(
            @Field(value = "The secret's name.", required = true, form = Form.NAME)
            String name,

            @Field(value = "The keys.", required = true) List<String> keys,

            @Field(value = "What for, in the words of AgentSecretGrant.", required = true)
            String purpose) {

        public SecretRequirement {
            keys = List.copyOf(keys);
        }
    }

    /** What may be written back. */
    public record WriteBackPolicy(
            @Field(value = "Whether a person must agree.", def = "true")
            boolean requireApproval,

            @Field(
                    "Actions that are possible at all: branch-push, open-pr, issue-comment, pr-comment, pr-review, label, commit-status, check-rerun, workflow-rerun. With subagent-output also what subagents made is offered for them, each with a question to a person.")
            List<String> allowedTargets,

            @Field("Actions that need no person; only those also in allowedTargets.")
            List<String> autoAllow) {

        public WriteBackPolicy {
            allowedTargets = List.copyOf(allowedTargets);
            autoAllow = List.copyOf(autoAllow);
        }
    }

    /** What ends an agent that does not end itself. */
    public record Limits(
            @Field(value = "From start to end.", form = Form.DURATION, def = "30m")
            String wallClock,

            @Field(value = "Without any output.", form = Form.DURATION, def = "10m")
            String idle,

            @Field(value = "Cost in US dollars; 0 for no limit.", def = "0", min = 0)
            double costUsd,

            @Field(value = "Tokens; 0 for no limit.", def = "0", min = 0)
            long tokens,

            @Field(value = "Bytes of output.", def = "16777216", min = 1)
            long outputBytes,

            @Field(value = "Turns of the conversation; 0 for no limit.", def = "0", min = 0)
            int turns) {}

    /** Limits over all runs of a stack; subagents work in the place of the run that asked for them. */
    public record Quotas(
            @Field(
                    value =
                            "Attempts at work at the same time; others wait; 0 for no limit of its own. Holds as the stack is now, also for runs that were asked for before.",
                    def = "0",
                    min = 0)
            int concurrentRuns) {}

    /** Which secrets reach an agent. */
    public enum SecretPolicy {
        GRANTED,
        NONE
    }

    /** What becomes of an agent's own questions. */
    public enum ApprovalMode {
        PROMPT,
        DENY,
        AUTO,
        POLICY
    }
}
