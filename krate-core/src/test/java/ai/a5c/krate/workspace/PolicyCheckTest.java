package ai.a5c.krate.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCheckTest {

    private static AgentWorkspacePolicy policy(String spec) {
        return (AgentWorkspacePolicy)
                ResourceCodec.parse(Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentWorkspacePolicy
                        metadata: { name: kept, namespace: acme }
                        spec: { organizationRef: acme, retentionPolicy: { maxAge: 1h }, %s }
                        """.formatted(spec)).get(0), "");
    }

    private static String said(String spec) {
        return PolicyCheck.faults(policy(spec)).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: none",
                "mode: isolated-worktree, maxBytes: 5, trustTiers: [untrusted]",
                "mode: reuse-branch, trustTiers: [trusted]",
                "mode: reuse-branch, trustTiers: [trusted, untrusted], maxBytes: 5"
            })
    void whatCanHoldHasNoFaults(String spec) {
        assertThat(PolicyCheck.faults(policy(spec))).isEmpty();
    }

    @Test
    void nothingIsMeasuredWhereNothingIsCheckedOut() {
        assertThat(said("mode: none, maxBytes: 5"))
                .contains(
                        "$.spec.maxBytes",
                        "in mode none nothing is checked out that could be too large; leave it out or name another mode");
    }

    @Test
    void workOfOutsidersIsNeverReused() {
        assertThat(said("mode: reuse-branch, trustTiers: [untrusted]"))
                .contains(
                        "$.spec.trustTiers",
                        "untrusted work always has a workspace of its own, so nothing would be reused; add trusted, or"
                                + " set the mode to isolated-worktree");
    }
}
