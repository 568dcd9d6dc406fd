package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.review.ReasonsTest.Example;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reasons about ConfigMaps, ages, other namespaces and subagents' keys, word by word. */
final class GrantReasons {

    static final String CONFIG_GRANT = "{ subject: { kind: skill, name: deploy }, configMapRef: { name: settings,"
            + " keys: [region] }, purpose: skill-config }";

    private static final List<String> REGION = List.of("stack fix", "skill deploy", "ConfigMap settings", "key region");
    private static final String FIELD = "AgentSkill.spec.requiredConfigRefs[settings].keys[region]";
    private static final List<String> KEY = List.of("stack fix", "secret model", "key api-key");

    private GrantReasons() {}

    static Given configured(Given given) {
        return CapabilityReasons.stack(given, "skillRefs: [deploy]")
                .with(
                        AgentSkill.class,
                        "deploy",
                        CapabilityReasons.SKILL.replace(
                                "{", "{ requiredConfigRefs: [ { name: settings, keys: [region] } ],"));
    }

    static Stream<Example> examples() {
        return Stream.of(
                new Example(
                        ReasonCode.MISSING_CONFIG_GRANT,
                        given -> configured(given).config("settings", "region"),
                        FIELD,
                        "no grant gives skill 'deploy' key 'region' of ConfigMap 'settings' as skill-config; apply the suggested grant",
                        REGION),
                new Example(
                        ReasonCode.CONFIG_MAP_MISSING,
                        given -> configured(given).with(AgentConfigGrant.class, "region", CONFIG_GRANT),
                        FIELD,
                        "there is no ConfigMap 'settings'; create it with key 'region'",
                        REGION),
                new Example(
                        ReasonCode.CONFIG_KEY_MISSING,
                        given -> configured(given)
                                .config("settings", "zone")
                                .with(AgentConfigGrant.class, "region", CONFIG_GRANT),
                        FIELD,
                        "ConfigMap 'settings' has no key 'region'; add the key",
                        REGION),
                new Example(
                        ReasonCode.GRANT_STALE,
                        given -> {
                            given.onlyGrant(DecisionMatrixTest.with("rotationPolicy: { maxAgeDays: 30 }"));
                            given.secrets = List.of(new SecretFact(
                                    "acme",
                                    "model",
                                    Set.of("api-key"),
                                    "v1",
                                    Optional.of(Given.NOW.minusSeconds(31 * 86_400L))));
                        },
                        "AgentSecretGrant.spec.rotationPolicy.maxAgeDays",
                        "secret 'model' was last changed more than 30 days ago, or nobody knows when, which is as long as grant 'allow' allows; rotate it or apply the suggested grant",
                        KEY),
                new Example(
                        ReasonCode.CROSS_ORG_REF_DENIED,
                        given -> given.onlyGrant(
                                Given.GRANT.replace("{ name: model", "{ namespace: other, name: model")),
                        "AgentSecretGrant.spec.secretRef.namespace",
                        "grant 'allow' names namespace 'other', and a grant reaches no namespace but its own; remove the namespace or apply the suggested grant",
                        KEY),
                new Example(
                        ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                        GrantReasons::exceeding,
                        "AgentCapabilityRequirement.spec.requiredSecretRefs[forge].keys[token]",
                        "subagent 'reviewer' asks for key 'token' of secret 'forge', which the agent above it does not have; apply the suggested grant, which names the subagent",
                        List.of("stack fix", "subagent reviewer", "secret forge", "key token")));
    }

    static void exceeding(Given given) {
        CapabilityReasons.stack(given, "subagentRefs: [reviewer]")
                .secret("forge", "token")
                .with(AgentSubagent.class, "reviewer", CapabilityReasons.SUBAGENT)
                .requirement("subagent", "reviewer", "requiredSecretRefs: [ { name: forge, keys: [token] } ]");
    }
}
