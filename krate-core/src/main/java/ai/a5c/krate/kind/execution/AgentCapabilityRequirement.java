package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** What a capability needs before it may be used: roles, keys of secrets, keys of configuration. */
@KindInfo(
        plural = "agentcapabilityrequirements",
        shortNames = "capreq",
        storage = Storage.EXECUTION,
        doc = "What a capability needs before it may be used: roles, keys of secrets, keys of configuration.",
        columns = {"Kind=.spec.ownerRef.kind", "Owner=.spec.ownerRef.name", "Satisfied=.status.satisfied"},
        wide = {"Optional=.spec.optional", "Reason=.spec.reason"})
public record AgentCapabilityRequirement(Metadata metadata, Spec spec, Status status) implements Resource {

    /** The label of requirements that Krate has worked out; they follow what they are worked out from. */
    public static final String DERIVED = "krate.a5c.ai/derived";

    /** Whether Krate has worked it out, so that nothing follows from it that was not there already. */
    public boolean isDerived() {
        return "true".equals(metadata.labels().get(DERIVED));
    }

    @Override
    public AgentCapabilityRequirement withMetadata(Metadata next) {
        return new AgentCapabilityRequirement(next, spec, status);
    }

    /** The same with another status. */
    public AgentCapabilityRequirement with(Status next) {
        return new AgentCapabilityRequirement(metadata, spec, next);
    }

    /** Who needs what. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The capability that needs it.", required = true, immutable = true)
            OwnerRef ownerRef,

            @Field(value = "Roles that the runtime identity must have.", required = true)
            List<String> requiredRoles,

            @Field(value = "Keys of secrets that must be granted.", listKey = "name")
            List<Keys> requiredSecretRefs,

            @Field(value = "Keys of config maps that must be granted.", listKey = "name")
            List<Keys> requiredConfigRefs,

            @Field("What the runtime must be able to do, such as mcp, subagents, resume.")
            List<String> requiredCapabilities,

            @Field("Whether work may begin without it; the capability is left out then.")
            boolean optional,

            @Field("Why it is needed, for people.") String reason) {

        public Spec {
            requiredRoles = List.copyOf(requiredRoles);
            requiredSecretRefs = List.copyOf(requiredSecretRefs);
            requiredConfigRefs = List.copyOf(requiredConfigRefs);
            requiredCapabilities = List.copyOf(requiredCapabilities);
        }
    }

    /** A capability. */
    public record OwnerRef(
            @Field(value = "What kind of capability.", required = true, indexed = true, immutable = true)
            OwnerKind kind,

            @Field(value = "Its name.", required = true, indexed = true, immutable = true)
            String name) {}

    /** Keys of a secret or of a config map; never their values. */
    public record Keys(
            @Field(value = "The name of the secret or config map.", required = true, form = Form.NAME)
            String name,

            @Field(value = "The keys in it.", required = true)
            List<String> keys,

            @Field("What for, in the words of grants.") String purpose) {

        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /** Whether it is there. */
    public record Status(
            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field("Whether all of it is granted.") boolean satisfied,
            @Field("What is missing, in words.") List<String> missing,

            @Field(value = "RolesAdmitted, SecretsAdmitted, ConfigAdmitted, Ready.", listKey = "type")
            List<Condition> conditions) {

        public Status {
            missing = List.copyOf(missing);
            conditions = List.copyOf(conditions);
        }
    }

    /** What can need something. */
    public enum OwnerKind {
        STACK,
        SUBAGENT,
        TOOL_PROFILE,
        MCP_SERVER,
        SKILL,
        MODEL_PROVIDER
    }
}
