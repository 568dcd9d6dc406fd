package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchAnswer.Denied;
import ai.a5c.krate.engine.manual.Preview;
import ai.a5c.krate.review.ReasonCode;
import ai.a5c.krate.trust.Trust;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose requests are trusted, and which commits. */
class ManualTrustTest extends ManualDispatch {

    private static final String PERMISSION = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RepositoryPermission
            metadata: { name: bob-app }
            spec:
              repository: app
              subject: { kind: user, name: bob }
              permission: PERMISSION
            """;

    private static final String UNTRUSTED_POOL = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: fenced }
            spec: { runtime: process, maxReplicas: 2, trustTier: untrusted, serviceAccountRef: fixer }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"write", "maintain", "admin"})
    void whoeverMayWriteInTheRepositoryIsTrusted(String permission) {
        apply(PERMISSION.replace("PERMISSION", permission));
        assertThat(((Accepted) ask(BOB)).run().spec().trust()).isEqualTo(Trust.TRUSTED);
        assertThat(preview(BOB).trustReason()).isEqualTo("bob has the permission %s in app".formatted(permission));
    }

    @Test
    void whoeverMayNotWriteGetsNoTrustedPool() {
        assertThat(((Denied) ask(BOB)).review().reasons())
                .extracting(reason -> reason.code())
                .contains(ReasonCode.UNTRUSTED_RUNNER_REQUIRED);
        assertThat(preview(BOB).review().request().trust()).isEqualTo(Trust.MEMBER);
        assertThat(preview(BOB).trustReason()).isEqualTo("bob has no permission in app");
        Caller stranger = new Caller("ci-token", Caller.Road.API, false, Set.of("acme"));
        assertThat(preview(stranger).review().request().trust()).isEqualTo(Trust.UNTRUSTED);
        apply(PERMISSION.replace("PERMISSION", "triage"));
        assertThat(preview(BOB).review().request().trust()).isEqualTo(Trust.MEMBER);
    }

    @Test
    void aRoleThatLetsPeopleDispatchCountsAsPermissionToWrite() {
        apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: Role
                metadata: { name: dispatcher }
                spec:
                  rules:
                    - { apiGroups: [runs.krate.a5c.ai], resources: [agentdispatchruns], verbs: [create] }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentRoleBinding
                metadata: { name: bob-dispatches }
                spec:
                  subject: { kind: user, name: bob }
                  roleRef: dispatcher
                  scope: { kind: repository, name: app }
                """);
        assertThat(((Accepted) ask(BOB)).run().spec().trust()).isEqualTo(Trust.TRUSTED);
        assertThat(preview(BOB).trustReason()).isEqualTo("binding 'bob-dispatches' lets bob dispatch in app");
    }

    @Test
    void aCommitOfAPullRequestIsUntrustedWhoeverAsks() {
        apply(UNTRUSTED_POOL);
        scenario.repositories.moveOnRemote(
                "acme/app", "refs/pull/3/head", commit("theirs", Map.of("src/Calculator.java", "evil")));
        Preview preview = preview(ALICE, "ref", "refs/pull/3/head");
        assertThat(preview.review().request().trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(preview.trustReason()).isEqualTo("a pull request may bring code of strangers");
        assertThat(preview.run().spec().branch()).isEmpty();
    }
}
