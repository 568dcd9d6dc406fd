package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** An agent as it is dispatched: program, prompts, identity, secrets, limits and what it may write back. */
@KindInfo(
        plural = "agentstacks",
        shortNames = "stack",
        storage = Storage.CONFIG,
        doc = "An agent as it is dispatched: program, prompts, identity, secrets, limits and what it may write back.",
        columns = {"Agent=.spec.baseAgent", "Adapter=.spec.adapter", "Pool=.spec.runnerPool"})
public record AgentStack(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentStack withMetadata(Metadata next) {
        return new AgentStack(next, spec, status);
    }

    /** What the agent is and what it may do. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The agent: claude-code, codex, gemini, or a name of your own.", required = true)
            String baseAgent,

            @Field(value = "How it is started and read: command or claude.", required = true)
            String adapter,

            @Field("Program and arguments for the command adapter, further arguments for others.")
            List<String> command,

            @Field("The name for people.") String displayName,
            @Field("Who serves the model.") String provider,
            @Field("The model.") String model,
            @Field("What it is always told.") Prompt prompt,

            @Field(value = "What becomes of the agent's own questions.", def = "policy")
            ApprovalMode approvalMode,

            @Field(value = "The identity that it acts under.", required = true)
            RuntimeIdentity runtimeIdentity,

            @Field(value = "Where it runs unless the rule says otherwise.", ref = "RunnerPool")
            String runnerPool,

            @Field("Secrets that it cannot work without.") List<SecretRequirement> requiredSecrets,

            @Field("What may be written back, and who must agree.")
            WriteBackPolicy writeBackPolicy,

            @Field("What ends it.") Limits limits) {

        public Spec {
            command = List.copyOf(command);
            requiredSecrets = List.copyOf(requiredSecrets);
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

            @Field("Actions that are possible at all: branch-push, issue-comment, pr-comment.")
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

            @Field(value = "Cost in US dollars; 0 for no limit.", def = "0")
            double costUsd,

            @Field(value = "Tokens; 0 for no limit.", def = "0")
            long tokens,

            @Field(value = "Bytes of output.", def = "16777216")
            long outputBytes) {}

    /** What becomes of an agent's own questions. */
    public enum ApprovalMode {
        PROMPT,
        DENY,
        AUTO,
        POLICY
    }
}
