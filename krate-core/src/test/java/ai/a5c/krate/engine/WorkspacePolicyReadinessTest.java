package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.engine.loop.Engine;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workspace policies are refused for, and what they say of themselves. */
class WorkspacePolicyReadinessTest {

    private static final ResourceKey POLICY = key("AgentWorkspacePolicy", "kept");
    private static final ResourceKey STACK = key("AgentStack", "fix");
    private static final String KEPT =
            "{kind: AgentWorkspacePolicy, metadata: {name: kept}, spec: {mode: MODE, retentionPolicy: {maxAge: 1h}}}";

    private final Tenants tenants = Tenants.on(new InMemoryResourceStore());
    private final Engine krate = new Engine(tenants.engine, Duration.ofSeconds(15));

    @BeforeEach
    void everythingIsThere() {
        tenants.secrets.with("acme", "model", "api-key", "canary-value");
        PolicyDocuments.all().forEach(document -> tenants.apply(ADMINISTRATOR, document));
        krate.drain();
    }

    private void policy(String mode) {
        tenants.acme(KEPT.replace("MODE", mode));
    }

    private void stack(String more) {
        tenants.acme(PolicyDocuments.STACK.replace("spec: {", "spec: {workspacePolicyRef: kept, " + more));
    }

    private void rule(String more) {
        tenants.acme(PolicyDocuments.RULE.replace("spec: {", "spec: {" + more));
    }

    private String said(ResourceKey key, String type) {
        return ReadinessTest.conditions(tenants.desk.get(key).orElseThrow()).stream()
                .filter(one -> type.equals(one.get("type")))
                .map(one -> "%s %s %s".formatted(one.get("status"), one.get("reason"), one.get("message")))
                .findFirst()
                .orElse("");
    }

    @Test
    void whatNobodyNamesIsReadyAndSaysSo() {
        policy("isolated-worktree");
        krate.drain();
        assertThat(said(POLICY, "Ready")).startsWith("True ");
        assertThat(said(POLICY, "InUse")).isEqualTo("False NoStackNamesIt no stack's workspacePolicyRef names it");
    }

    @Test
    void whatStacksNameSaysWhich() {
        policy("reuse-branch");
        stack("");
        rule("approvalPolicy: {requireFor: [rebase]}, ");
        krate.drain();
        assertThat(said(POLICY, "Ready")).startsWith("True ");
        assertThat(said(POLICY, "InUse")).isEqualTo("True StacksNameIt stacks: fix");
    }

    @Test
    void withoutACheckoutNothingIsPushedOrRebased() {
        policy("none");
        stack("writeBackPolicy: {allowedTargets: [branch-push, issue-comment]}, ");
        rule("approvalPolicy: {requireFor: [rebase]}, ");
        krate.drain();
        assertThat(said(POLICY, "Ready"))
                .isEqualTo(
                        "False NeverHappens stack 'fix' may write back 'branch-push', but in mode none there is no change to push; rule"
                                + " 'mention' has the gate 'rebase', but in mode none there is nothing to rebase; take"
                                + " it out there, or name another mode");
        policy("isolated-worktree");
        krate.drain();
        assertThat(said(POLICY, "Ready")).startsWith("True ");
    }

    @Test
    void whatCouldNeverHoldIsNotStored() {
        assertThatThrownBy(() -> policy("none, maxBytes: 7"))
                .hasMessageContaining(
                        "in mode none nothing is checked out that could be too large; leave it out or name another mode");
        assertThatThrownBy(() -> policy("reuse-branch, trustTiers: [untrusted]"))
                .hasMessageContaining("untrusted work always has a workspace of its own");
        assertThatThrownBy(() -> tenants.acme(KEPT.replace("MODE", "none").replace("1h", "0h")))
                .hasMessageContaining("$.spec.retentionPolicy.maxAge");
        assertThatThrownBy(() -> stack("")).hasMessageContaining("$.spec.workspacePolicyRef");
    }

    @Test
    void aStackThatLosesItsPolicySaysSoUntilItIsBack() {
        policy("isolated-worktree");
        stack("");
        tenants.desk.delete(
                POLICY, new DeleteOptions(false, DeleteOptions.Propagation.FOREGROUND, "", ""), ADMINISTRATOR);
        krate.drain();
        assertThat(said(STACK, "Ready"))
                .startsWith("False ")
                .endsWith("there is no workspace policy 'kept'; create the AgentWorkspacePolicy or name another");
        policy("isolated-worktree");
        krate.drain();
        assertThat(said(STACK, "Ready")).startsWith("True ");
    }
}
