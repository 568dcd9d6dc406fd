package ai.a5c.krate.kind.identity;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Allows or denies a subject the use of a ConfigMap's keys. */
@KindInfo(
        plural = "agentconfiggrants",
        shortNames = {"configgrant"},
        storage = Storage.CONFIG,
        doc = "Allows or denies a subject the use of a ConfigMap's keys.",
        columns = {
            "Subject=.spec.subject.name",
            "ConfigMap=.spec.configMapRef.name",
            "Purpose=.spec.purpose",
            "Effect=.spec.effect"
        },
        wide = {"Kind=.spec.subject.kind", "Expires=.spec.expiresAt"})
public record AgentConfigGrant(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentConfigGrant withMetadata(Metadata next) {
        return new AgentConfigGrant(next, spec, status);
    }

    /** Who may use what, for which purpose, when. Reviewed; no ConfigMap reaches an agent yet. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Who the grant is for.", required = true)
            Subject subject,

            @Field(value = "Which ConfigMap and keys.", required = true)
            ConfigMapRef configMapRef,

            @Field(value = "What for.", required = true) Purpose purpose,

            @Field(value = "A deny beats every allow.", def = "allow")
            Effect effect,

            @Field(value = "Repositories it holds for; empty for all.", form = Form.GLOB)
            List<String> allowedRepositories,

            @Field("Branches it holds for; exclude beats include.")
            GlobRules allowedRefs,

            @Field("Sources of events it holds for; empty for all.")
            List<Source> allowedTriggerSources,

            @Field("Kinds of tasks it holds for; empty for all.")
            List<TaskKind> allowedTaskKinds,

            @Field(value = "Whether untrusted work may use it.", def = "false")
            boolean allowUntrusted,

            @Field(value = "How the text reaches the agent.", def = "file")
            MountPolicy mountPolicy,

            @Field("Keys whose text is redacted wherever it would be stored or shown.")
            List<String> sensitiveKeys,

            @Field(value = "Whether a person must agree each time.", def = "never")
            RequiredApproval requiredApproval,

            @Field("When the grant ends by itself; never when absent.") @Nullable Instant expiresAt) {

        public Spec {
            allowedRepositories = List.copyOf(allowedRepositories);
            allowedTriggerSources = List.copyOf(allowedTriggerSources);
            allowedTaskKinds = List.copyOf(allowedTaskKinds);
            sensitiveKeys = List.copyOf(sensitiveKeys);
        }
    }

    /** Which keys of which ConfigMap. */
    public record ConfigMapRef(
            @Field(value = "The ConfigMap's namespace; the grant's own when absent.", form = Form.NAME)
            String namespace,

            @Field(value = "The ConfigMap's name.", required = true, form = Form.NAME, indexed = true)
            String name,

            @Field(value = "The keys.", required = true) List<String> keys) {

        public ConfigMapRef {
            keys = List.copyOf(keys);
        }
    }

    /** What a ConfigMap is used for. */
    public enum Purpose {
        TOOL_CONFIG,
        SKILL_CONFIG,
        MCP_CONFIG,
        RUNNER_CONFIG,
        PROMPT_TEMPLATE,
        REPOSITORY_POLICY
    }

    /** How a text reaches the agent. */
    public enum MountPolicy {
        ENV,
        FILE,
        PROJECTED_VOLUME,
        API_READ
    }
}
