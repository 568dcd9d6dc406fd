package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.a5c.krate.engine.loop.Engine;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerRef;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records of what capabilities need, as they follow the stacks of acme. */
class CapabilityRecordsTest {

    private static final String SKILL =
            "{kind: AgentSkill, metadata: {name: deploy}, spec: {format: inline, inline: Deploy., requiredSecretRefs: [{name: cloud, keys: [token]}]}}";

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final Engine krate = new Engine(tenants.engine, Duration.ofSeconds(15));

    @BeforeEach
    void everythingIsThere() {
        tenants.secrets.with("acme", "model", "api-key", "canary-value").with("acme", "cloud", "token", "canary-value");
        PolicyDocuments.all().forEach(document -> tenants.apply(ADMINISTRATOR, document));
        krate.drain();
    }

    @Test
    void thereIsOneForEachCapabilityThatNeedsSomething() {
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.metadata().name()).isEqualTo("derived-stack-fix");
            assertThat(record.spec().ownerRef()).isEqualTo(new OwnerRef(OwnerKind.STACK, "fix"));
            assertThat(record.spec().requiredSecretRefs())
                    .containsExactly(
                            new AgentCapabilityRequirement.Keys("model", List.of("api-key"), "model-provider-token"));
            assertThat(record.spec().reason()).isEqualTo("used by fix");
            assertThat(record.status().satisfied()).isTrue();
            assertThat(record.status().missing()).isEmpty();
            assertThat(record.status().observedGeneration())
                    .isEqualTo(record.metadata().generation())
                    .isEqualTo(1);
            assertThat(record.metadata().ownerReferences())
                    .containsExactly(new OwnerReference(
                            "krate.a5c.ai/v1alpha1",
                            "AgentStack",
                            "fix",
                            tenants.text(key("AgentStack", "fix"), "metadata.uid"),
                            true,
                            false));
        });
    }

    @Test
    void itSaysWhatIsMissingAndThatItIsThereAgain() {
        tenants.desk.delete(key("AgentSecretGrant", "model"), ADMINISTRATOR);
        krate.drain();
        AgentCapabilityRequirement record = records().get(0);
        assertThat(record.status().satisfied()).isFalse();
        assertThat(record.status().missing()).containsExactly("secret model: api-key in stack fix");
        assertThat(record.status().conditions())
                .extracting(Condition::type, Condition::status)
                .containsExactly(
                        tuple("RolesAdmitted", "True"),
                        tuple("SecretsAdmitted", "False"),
                        tuple("ConfigAdmitted", "True"),
                        tuple("Ready", "False"));
        tenants.acme(PolicyDocuments.GRANT);
        krate.drain();
        assertThat(records().get(0).status().satisfied()).isTrue();
    }

    @Test
    void itFollowsItsCapabilityAndGoesWithTheNeed() {
        tenants.acme(SKILL);
        tenants.acme(PolicyDocuments.STACK.replace("spec: {", "spec: {skillRefs: [deploy], "));
        krate.drain();
        assertThat(records())
                .extracting(record -> record.metadata().name())
                .containsExactly("derived-skill-deploy", "derived-stack-fix");
        assertThat(records().get(0).status().missing()).containsExactly("secret cloud: token in stack fix");
        tenants.acme(SKILL.replace("name: cloud", "name: other"));
        krate.drain();
        assertThat(records().get(0).spec().requiredSecretRefs())
                .extracting(AgentCapabilityRequirement.Keys::name)
                .containsExactly("other");
        assertThat(records().get(0).metadata().generation()).isEqualTo(2);
        tenants.acme(SKILL.replace(", requiredSecretRefs: [{name: cloud, keys: [token]}]", ""));
        krate.drain();
        assertThat(records()).extracting(record -> record.metadata().name()).containsExactly("derived-stack-fix");
    }

    @Test
    void itGoesWithItsOwner() {
        tenants.desk.delete(key("AgentTriggerRule", "mention"), ADMINISTRATOR);
        tenants.desk.delete(key("AgentStack", "fix"), ADMINISTRATOR);
        krate.drain();
        assertThat(records()).isEmpty();
    }

    @Test
    void whatPeopleWroteStaysAndCounts() {
        tenants.acme(
                "{kind: AgentCapabilityRequirement, metadata: {name: ours}, spec: {ownerRef: {kind: stack, name: fix}, requiredRoles: [reader], requiredSecretRefs: [{name: cloud, keys: [token], purpose: tool}]}}");
        krate.drain();
        assertThat(records())
                .extracting(record -> record.metadata().name())
                .containsExactly("derived-stack-fix", "ours");
        assertThat(records().get(0).spec().requiredRoles()).containsExactly("reader");
        assertThat(records().get(0).status().missing()).containsExactly("secret cloud: token in stack fix");
        tenants.desk.delete(key("AgentCapabilityRequirement", "ours"), ADMINISTRATOR);
        krate.drain();
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.spec().requiredRoles()).isEmpty();
            assertThat(record.status().satisfied()).isTrue();
        });
    }

    @Test
    void anUnchangedNamespaceIsNotWritten() {
        long version = tenants.store.version();
        tenants.pass(Duration.ofMinutes(2));
        krate.drain();
        assertThat(tenants.store.version()).isEqualTo(version);
    }

    private List<AgentCapabilityRequirement> records() {
        return tenants.engine.list(AgentCapabilityRequirement.class, Query.of("AgentCapabilityRequirement", "acme"));
    }
}
