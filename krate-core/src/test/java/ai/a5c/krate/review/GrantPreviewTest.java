package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.trust.Trust;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantPreviewTest {

    @Test
    void suggestsTheNarrowestGrantForThisWork() {
        Given given = new Given();
        given.grants.clear();
        assertThat(given.review().yamlPreview()).containsExactly("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentSecretGrant
                metadata:
                  name: fix-model-654b993a
                  namespace: "acme"
                spec:
                  subject: { kind: agent-stack, name: "fix" }
                  secretRef: { name: "model", keys: ["api-key"] }
                  purpose: model-provider-token
                  allowedRepositories: ["acme/app"]
                  allowedRefs: { include: ["main"] }
                  allowedTriggerSources: [issue-comment]
                  allowedTaskKinds: [issue-fix]
                """);
    }

    @Test
    void untrustedWorkIsOnlyEverSuggestedWithAPersonsAgreement() {
        Given given = new Given();
        given.trust = Trust.UNTRUSTED;
        assertThat(given.review().yamlPreview())
                .singleElement()
                .asString()
                .endsWith("  allowUntrusted: true\n  requiredApproval: always\n");
    }

    @Test
    void withoutWorkTheIdentitysRepositoriesAreTheLimit() {
        Given given = new Given();
        given.grants.clear();
        assertThat(given.at(Moment.SAVE_STACK).yamlPreview())
                .singleElement()
                .asString()
                .contains("allowedRepositories: [\"acme/*\"]")
                .doesNotContain("allowedRefs");
    }

    @Test
    void aHostileBranchStaysText() {
        Given given = new Given();
        given.grants.clear();
        given.branch = Optional.of("x\"] }\nspec: { \u2028*");
        assertThat(given.review().yamlPreview())
                .singleElement()
                .asString()
                .contains("allowedRefs: { include: [\"x\\\"\\\\] \\\\}?spec: \\\\{ \\U00002028\\\\*\"] }");
    }
}
