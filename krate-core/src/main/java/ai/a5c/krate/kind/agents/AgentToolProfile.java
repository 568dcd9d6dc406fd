package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;
import java.util.Map;

/** Which tools an agent may use, on which files, against which hosts, and who is asked. */
@KindInfo(
        plural = "agenttoolprofiles",
        shortNames = {"toolprofile"},
        storage = Storage.CONFIG,
        doc = "Which tools an agent may use, on which files, against which hosts, and who is asked.",
        columns = {"Filesystem=.spec.filesystemPolicy", "Network=.spec.networkPolicy.default", "Audit=.spec.auditLevel"
        })
public record AgentToolProfile(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentToolProfile withMetadata(Metadata next) {
        return new AgentToolProfile(next, spec, status);
    }

    /** What is allowed. A review asks for its roles and keys; a sandbox holds agents to its files and hosts, not to the rest yet. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value =
                            "What the agent may do with files: nothing, read them, write the repository, write the workspace.",
                    required = true)
            FilesystemPolicy filesystemPolicy,

            @Field(value = "What becomes of a call, by tool; a tool that is not named is asked for.", required = true)
            Map<String, ToolApproval> approvalPolicyByTool,

            @Field("The agent's own tools that are switched on.")
            NativeTools nativeTools,

            @Field(value = "Commands that may run; empty for every command that is not denied.", form = Form.GLOB)
            List<String> allowedCommands,

            @Field(value = "Commands that may not run, whatever is allowed.", form = Form.GLOB)
            List<String> deniedCommands,

            @Field("Which hosts may be reached.") NetworkPolicy networkPolicy,

            @Field(value = "Roles that the agent's identity must have.", ref = "Role")
            List<String> requiredRoles,

            @Field(value = "Keys of secrets that the tools need.", listKey = "name")
            List<NeededKeys> requiredSecretRefs,

            @Field(value = "Keys of ConfigMaps that the tools need.", listKey = "name")
            List<NeededKeys> requiredConfigRefs,

            @Field(value = "How much of each call is kept.", def = "metadata")
            AuditLevel auditLevel) {

        public Spec {
            approvalPolicyByTool = Map.copyOf(approvalPolicyByTool);
            allowedCommands = List.copyOf(allowedCommands);
            deniedCommands = List.copyOf(deniedCommands);
            requiredRoles = List.copyOf(requiredRoles);
            requiredSecretRefs = List.copyOf(requiredSecretRefs);
            requiredConfigRefs = List.copyOf(requiredConfigRefs);
        }
    }

    /** The agent's own tools that are switched on. */
    public record NativeTools(
            @Field(value = "Running commands.", def = "false")
            boolean shell,

            @Field(value = "Reading and writing files.", def = "false")
            boolean filesystem,

            @Field(value = "Opening web pages.", def = "false")
            boolean browser,

            @Field(value = "Git.", def = "false") boolean git,

            @Field(value = "Searching code.", def = "false") boolean codeSearch,

            @Field(value = "Running tests.", def = "false") boolean testRunner,

            @Field(value = "Installing packages.", def = "false")
            boolean packageManager) {}

    /** Which hosts may be reached. */
    public record NetworkPolicy(
            @Field(value = "What becomes of hosts that are not named.", def = "deny")
            Verdict default_,

            @Field(value = "Hosts that may be reached in any case.", form = Form.HOST)
            List<String> allowHosts) {

        public NetworkPolicy {
            allowHosts = List.copyOf(allowHosts);
        }
    }

    /** What the agent may do with files. */
    public enum FilesystemPolicy {
        NO_FS,
        READ_ONLY,
        REPO_WRITE,
        WORKSPACE_WRITE
    }

    /** What becomes of a connection. */
    public enum Verdict {
        DENY,
        ALLOW
    }

    /** How much of a call is kept. */
    public enum AuditLevel {
        METADATA,
        INPUTS,
        OUTPUTS,
        FULL_REDACTED_TRANSCRIPT
    }
}
