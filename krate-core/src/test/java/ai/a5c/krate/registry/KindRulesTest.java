package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold between the fields of single kinds, in the words that people read. */
class KindRulesTest {

    private static final String RULE = "agentStack: s, taskKind: question, ";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "AgentMcpServer | scope: organization, transport: stdio | $.spec: command is required when transport is stdio",
                "AgentMcpServer | scope: organization, transport: stdio, command: x, url: 'https://x.example' | $.spec: url, headers is not allowed when transport is stdio",
                "AgentMcpServer | scope: organization, transport: sse | $.spec: url is required when transport is sse or streamable-http",
                "AgentMcpServer | scope: agent-stack, transport: stdio, command: x | $.spec: allowedAgentStacks is required when scope is agent-stack",
                "AgentMcpServer | scope: organization, transport: stdio, command: x, env: [{ name: A }] | $.spec.env[0]: exactly one of secretRef, configMapRef is required",
                "AgentMcpServer | scope: organization, transport: stdio, command: x, env: [{ name: A, secretRef: { name: s, key: k } }, { name: A, configMapRef: { name: c, key: k } }] | $.spec.env[1].name: 'A' is there twice",
                "AgentSkill | format: inline | $.spec: inline is required when format is inline",
                "AgentSkill | format: file | $.spec: sourceRef is required when format is file or directory or package",
                "AgentSkill | format: file, sourceRef: { path: a.md } | $.spec.sourceRef: repositoryRef is required when path is set",
                "AgentRoleBinding | subject: { kind: team, name: t }, roleRef: r, scope: { kind: repository } | $.spec.scope: name is required when kind is repository or runner-pool",
                "AgentRoleBinding | subject: { kind: team, name: t }, roleRef: r, scope: { kind: namespace, name: n } | $.spec.scope: name is not allowed when kind is namespace",
                "AgentServiceAccount | namespace: n, serviceAccountName: s, owner: { kind: team } | $.spec.owner: name is required when kind is set",
                "AgentServiceAccount | namespace: n, serviceAccountName: s, tokenExpirationSeconds: 60 | $.spec.tokenExpirationSeconds: 60 is out of range; from 600 to 86400 is allowed",
                "AgentStack | baseAgent: a, adapter: command, runtimeIdentity: { serviceAccountRef: s }, secretPolicy: none, requiredSecrets: [{ name: s, keys: [k], purpose: tool }] | $.spec: requiredSecrets is not allowed when secretPolicy is none",
                "AgentTriggerRule | " + RULE
                        + "sources: [ci, schedule] | $.spec: schedule is required when sources is schedule",
                "AgentTriggerRule | " + RULE
                        + "sources: [ci], missedRuns: once | $.spec: schedule is required when missedRuns is set",
                "AgentTriggerRule | " + RULE
                        + "sources: [schedule], schedule: daily | $.spec.schedule: 'daily' is no cron line; expected five fields such as 0 6 * * 1-5",
                "AgentTriggerRule | " + RULE
                        + "sources: [ci], concurrencyPolicy: { rate: often } | $.spec.concurrencyPolicy.rate: 'often' is no rate; expected such as 20/h, 5/m, 100/d",
                "AgentTriggerRule | " + RULE
                        + "sources: [ci], approvalPolicy: { approvals: 3 } | $.spec.approvalPolicy.approvals: 3 is out of range; from 1 to 2 is allowed",
                "OrgSharingPolicy | sourceOrg: a, targetOrg: a, allowedRefs: [{ kind: AgentSkill, names: [x] }] | $.spec: sourceOrg, targetOrg must differ",
                "Role | description: nothing | $.spec: at least one of rules, aggregationRule is required",
                "RunnerPool | maxReplicas: 2, warmReplicas: 3 | $.spec: warmReplicas <= maxReplicas must not fall",
                "RunnerPool | maxReplicas: 0 | $.spec.maxReplicas: 0 is out of range; from 1 to 10000 is allowed",
                "WebhookSubscription | events: [push], direction: outbound | $.spec: url is required when direction is outbound",
                "WebhookSubscription | events: [push], signing: { previous: { name: s, key: k } } | $.spec.signing: current is required when previous is set",
            })
    void aRuleThatIsBrokenIsNamed(String kind, String spec, String fault) {
        assertThatThrownBy(() -> ResourceCodec.parse(document(kind, spec), "acme"))
                .isInstanceOfSatisfying(
                        InvalidDocumentException.class,
                        e -> assertThat(e.faults())
                                .extracting(one -> one.path() + ": " + one.message())
                                .containsExactly(fault));
    }

    private static Map<String, Object> document(String kind, String spec) {
        return Documents.read("""
                        { apiVersion: krate.a5c.ai/v1alpha1, kind: %s, metadata: { name: x }, spec: { %s } }
                        """.formatted(kind, spec)).get(0);
    }
}
