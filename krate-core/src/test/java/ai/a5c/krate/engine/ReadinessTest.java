package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.loop.Engine;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stacks, rules, grants, bindings and accounts say of themselves, after whatever happened. */
class ReadinessTest {

    private static final ResourceKey STACK = key("AgentStack", "fix");
    private static final ResourceKey RULE = key("AgentTriggerRule", "mention");
    private static final ResourceKey GRANT = key("AgentSecretGrant", "model");

    private static final ChangeQuery STACKS =
            new ChangeQuery(Optional.of("AgentStack"), Optional.of("acme"), List.of());

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final Engine krate = new Engine(tenants.engine, Duration.ofSeconds(15));

    @BeforeEach
    void everythingIsThere() {
        tenants.secrets.with("acme", "model", "api-key", "canary-value");
        PolicyDocuments.all().forEach(document -> tenants.apply(ADMINISTRATOR, document));
        krate.drain();
    }

    @Test
    void whatMissesNothingIsReady() {
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
        assertThat(said(STACK, "SecretsAdmitted")).isEqualTo("True Admitted");
        assertThat(said(GRANT, "Ready")).isEqualTo("True NothingMissing");
        assertThat(said(GRANT, "GrantTargetDrifted")).isEqualTo("False TargetThere");
        assertThat(said(key("AgentRoleBinding", "reads"), "Ready")).isEqualTo("True NothingMissing");
        assertThat(said(key("AgentServiceAccount", "fixer"), "Ready")).isEqualTo("True NothingMissing");
        assertThat(said(RULE, "TargetStackReady")).isEqualTo("True StackReady");
        assertThat(said(RULE, "LifecycleActive")).isEqualTo("True Active");
        assertThat(tenants.text(STACK, "status.observedGeneration")).isEqualTo("1");
    }

    @Test
    void aRuleThatWouldFireWhereNoRepositoryIsSaysSo() {
        String clock = PolicyDocuments.RULE.replace(
                "sources: [manual]",
                "sources: [schedule], schedule: '0 3 * * *', match: {repositories: {include: [%s]}}");
        tenants.acme(clock.formatted("app"));
        krate.drain();
        assertThat(said(RULE, "SourceConfigured")).isEqualTo("True SourceFound");
        tenants.acme(clock.formatted("app, gone"));
        krate.drain();
        assertThat(said(RULE, "SourceConfigured")).isEqualTo("False NoSource");
        assertThat(String.valueOf(tenants.desk.get(RULE)))
                .contains("no Repository resource names 'gone', where the rule would fire by the clock");
    }

    @Test
    void aGrantThatGoesAndComesBackIsNoticed() {
        tenants.desk.delete(GRANT, ADMINISTRATOR);
        krate.drain();
        assertThat(said(STACK, "SecretsAdmitted")).isEqualTo("False MissingSecretGrant");
        assertThat(said(STACK, "Ready")).isEqualTo("False MissingSecretGrant");
        assertThat(said(RULE, "Ready")).isEqualTo("False MissingSecretGrant");
        tenants.acme(PolicyDocuments.GRANT);
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
        assertThat(said(RULE, "Ready")).isEqualTo("True NothingMissing");
    }

    @Test
    void whatLostADependencyIsReadyAgainWhenItIsBack() {
        tenants.desk.delete(
                key("AgentServiceAccount", "fixer"),
                new DeleteOptions(false, DeleteOptions.Propagation.FOREGROUND, "", ""),
                ADMINISTRATOR);
        assertThat(said(STACK, "Ready")).isEqualTo("False DependencyDeleted");
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("False MissingRuntimeIdentity");
        tenants.acme(PolicyDocuments.ACCOUNT);
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
    }

    @Test
    void anEndOfAGrantIsNoticedWhenItComes() {
        tenants.acme(PolicyDocuments.GRANT.replace("spec: {", "spec: {expiresAt: 2026-11-22T12:00:30Z, "));
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
        tenants.pass(Duration.ofSeconds(29));
        krate.drain();
        assertThat(said(GRANT, "PolicyAdmitted")).isEqualTo("True Admitted");
        tenants.pass(Duration.ofSeconds(1));
        krate.drain();
        assertThat(said(GRANT, "PolicyAdmitted")).isEqualTo("False GrantExpired");
        assertThat(said(STACK, "SecretsAdmitted")).startsWith("False ");
    }

    @Test
    void aSecretThatGoesIsNoticedByTheNextSweep() {
        tenants.secrets.without("acme", "model", "api-key");
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
        tenants.pass(Duration.ofMinutes(2));
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("False SecretMissing");
        assertThat(said(GRANT, "SecretExists")).isEqualTo("False SecretMissing");
        assertThat(said(GRANT, "GrantTargetDrifted")).isEqualTo("True TargetGone");
        tenants.secrets.with("acme", "model", "other-key", "canary-value");
        tenants.pass(Duration.ofMinutes(2));
        krate.drain();
        assertThat(said(GRANT, "KeysExist")).isEqualTo("False SecretKeyMissing");
        assertThat(said(GRANT, "GrantTargetDrifted")).isEqualTo("True TargetGone");
        tenants.secrets.with("acme", "model", "api-key", "canary-value");
        tenants.pass(Duration.ofMinutes(2));
        krate.drain();
        assertThat(said(STACK, "Ready")).isEqualTo("True Admitted");
        assertThat(said(GRANT, "GrantTargetDrifted")).isEqualTo("False TargetThere");
        assertThat(tenants.everything().toString()).doesNotContain("canary-value");
    }

    @Test
    void aRoleThatGrewIsSaidAtItsBindingUntilThatIsSavedAgain() {
        ResourceKey binding = key("AgentRoleBinding", "reads");
        tenants.apply(ADMINISTRATOR, document(PolicyDocuments.ROLE.replace("[get]", "[get, list]")));
        krate.drain();
        assertThat(said(binding, "NativeBindingSynced")).isEqualTo("False NativeBindingDrifted");
        assertThat(said(binding, "Ready")).isEqualTo("False NativeBindingDrifted");
        assertThat(said(binding, "EscalationAdmitted")).isEqualTo("True AdministratorAdmitted");
        tenants.apply(ADMINISTRATOR, document(PolicyDocuments.BINDING));
        krate.drain();
        assertThat(said(binding, "Ready")).isEqualTo("True NothingMissing");
    }

    @Test
    void aServerThatNobodyAskedIsUnknownAndWhatIsHeardOfItCounts() {
        tenants.acme(
                "{kind: AgentMcpServer, metadata: {name: search}, spec: {transport: stdio, scope: organization, command: search}}");
        tenants.acme(PolicyDocuments.STACK.replace("spec: {", "spec: {mcpServerRefs: [search], "));
        krate.drain();
        assertThat(said(STACK, "McpHealthy")).isEqualTo("Unknown NotProbed");
        tenants.engine.write(records -> {
            AgentMcpServer server = records.need(AgentMcpServer.class, "acme", "search");
            Map<String, Object> document = ResourceCodec.write(server);
            document.put("status", Map.of("health", "ready"));
            return records.update(ResourceCodec.read(KindRegistry.of(AgentMcpServer.class), document));
        });
        krate.drain();
        assertThat(said(STACK, "McpHealthy")).isEqualTo("True Admitted");
    }

    @Test
    void anUnchangedNamespaceIsNotWritten() {
        List<StoredResource> before = tenants.everything();
        long version = tenants.store.version();
        tenants.engine.write(records -> {
            records.transaction().send(Topics.READINESS, "acme", records.now());
            return true;
        });
        krate.drain();
        assertThat(tenants.everything()).isEqualTo(before);
        assertThat(tenants.store.version()).isEqualTo(version);
        assertThat(tenants.store.nextDue(Topics.READINESS))
                .as("it does not wake itself")
                .hasValueSatisfying(due -> assertThat(due).isAfter(tenants.now()));
    }

    @Test
    void theTimeOfAConditionMovesOnlyWithItsStatus() {
        String before = at(STACK, "Ready");
        tenants.pass(Duration.ofSeconds(10));
        tenants.acme(PolicyDocuments.STACK.replace("baseAgent: claude", "baseAgent: codex"));
        krate.drain();
        assertThat(at(STACK, "Ready")).isEqualTo(before);
        assertThat(tenants.text(STACK, "status.observedGeneration")).isEqualTo("2");
        tenants.desk.delete(GRANT, ADMINISTRATOR);
        krate.drain();
        assertThat(at(STACK, "Ready")).isEqualTo("2026-11-22T12:00:10Z");
    }

    @Test
    void fiveHundredStacksAreWrittenOnceEach() {
        for (int i = 0; i < 500; i++) {
            tenants.acme(PolicyDocuments.STACK.replace("name: fix}", "name: s" + i + "}"));
        }
        long before = tenants.store.version();
        krate.drain();
        assertThat(tenants.store.changes(STACKS, before, 2_000)).hasSize(500);
        assertThat(said(key("AgentStack", "s499"), "Ready")).isEqualTo("True Admitted");
        tenants.desk.delete(GRANT, ADMINISTRATOR);
        long after = tenants.store.version();
        krate.drain();
        assertThat(tenants.store.changes(STACKS, after, 2_000)).hasSize(501);
        assertThat(said(key("AgentStack", "s0"), "Ready")).isEqualTo("False MissingSecretGrant");
    }

    private String said(ResourceKey key, String type) {
        return condition(key, type)
                .map(condition -> condition.get("status") + " " + condition.get("reason"))
                .orElse("");
    }

    private String at(ResourceKey key, String type) {
        return condition(key, type)
                .map(condition -> String.valueOf(condition.get("lastTransitionTime")))
                .orElse("");
    }

    private Optional<Map<?, ?>> condition(ResourceKey key, String type) {
        return conditions(tenants.desk.get(key).orElseThrow()).stream()
                .<Map<?, ?>>map(item -> item)
                .filter(item -> type.equals(item.get("type")))
                .findFirst();
    }

    static List<Map<?, ?>> conditions(Resource resource) {
        return ResourceCodec.write(resource).get("status") instanceof Map<?, ?> status
                        && status.get("conditions") instanceof List<?> items
                ? items.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList()
                : List.of();
    }
}
