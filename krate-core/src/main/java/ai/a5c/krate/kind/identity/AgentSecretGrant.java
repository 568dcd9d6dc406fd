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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Allows or denies a subject the use of a secret's keys; holds names, never values. */
@KindInfo(
        plural = "agentsecretgrants",
        shortNames = "secretgrant",
        storage = Storage.CONFIG,
        doc = "Allows or denies a subject the use of a secret's keys; holds names, never values.",
        columns = {
            "Subject=.spec.subject.name",
            "Secret=.spec.secretRef.name",
            "Purpose=.spec.purpose",
            "Effect=.spec.effect"
        },
        wide = {"Kind=.spec.subject.kind", "Expires=.spec.expiresAt"})
public record AgentSecretGrant(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentSecretGrant withMetadata(Metadata next) {
        return new AgentSecretGrant(next, spec, status);
    }

    /** Who may use what, for which purpose, when. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Who the grant is for.", required = true)
            Subject subject,

            @Field(value = "Which secret and keys.", required = true)
            SecretRef secretRef,

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

            @Field(value = "How the value reaches the agent.", def = "env")
            MountPolicy mountPolicy,

            @Field("The environment variable of a key; by default the key in upper case.")
            Map<String, String> environment,

            @Field(value = "Whether a person must agree each time.", def = "never")
            RequiredApproval requiredApproval,

            @Field("How old the secret may be when it is used.")
            RotationPolicy rotationPolicy,

            @Field("When the grant ends by itself; never when absent.") @Nullable Instant expiresAt) {

        public Spec {
            allowedRepositories = List.copyOf(allowedRepositories);
            allowedTriggerSources = List.copyOf(allowedTriggerSources);
            allowedTaskKinds = List.copyOf(allowedTaskKinds);
            environment = Map.copyOf(environment);
        }
    }

    /** Which keys of which secret. */
    public record SecretRef(
            @Field(value = "The secret's namespace; the grant's own when absent.", form = Form.NAME)
            String namespace,

            @Field(value = "The secret's name.", required = true, form = Form.NAME, indexed = true)
            String name,

            @Field(value = "The keys.", required = true) List<String> keys) {

        public SecretRef {
            keys = List.copyOf(keys);
        }
    }

    /** How old a secret may be. */
    public record RotationPolicy(
            @Field(
                    value = "Days since the key that was changed longest ago was changed; 0 for no limit.",
                    def = "0",
                    min = 0,
                    max = 3650)
            int maxAgeDays) {

        /** No limit. */
        public static final RotationPolicy NONE = new RotationPolicy(0);
    }

    /** What a secret is used for. */
    public enum Purpose {
        MODEL_PROVIDER_TOKEN,
        GIT_CREDENTIAL,
        MCP_SERVER,
        TOOL,
        SKILL,
        WEBHOOK_SIGNING,
        IMAGE_PULL,
        CACHE,
        DEPLOYMENT
    }

    /** How a value reaches the agent. */
    public enum MountPolicy {
        ENV,
        FILE,
        PROJECTED_VOLUME,
        NEVER_MOUNT_PASS_BY_REFERENCE
    }
}
