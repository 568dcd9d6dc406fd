package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.review.ReasonCode.FixableBy;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read, word by word. */
class ReasonsTest {

    private static final List<String> KEY = List.of("stack fix", "secret model", "key api-key");
    private static final List<String> ACCOUNT = List.of("stack fix", "service account fixer");
    private static final List<String> POOL = List.of("stack fix", "runner pool local");

    @ParameterizedTest
    @MethodSource("examples")
    void aReasonSaysWhatWhichAndWhatToDo(Example example) {
        Given given = new Given();
        example.breaks().accept(given);
        assertThat(given.review().reasons())
                .containsExactly(new ReviewReason(
                        example.code(),
                        example.code().decision(),
                        example.field(),
                        example.message(),
                        example.chain()));
    }

    @Test
    void everyCodeHasAnExampleAHelpTextAndAName() {
        assertThat(examples().map(Example::code).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(ReasonCode.values());
        for (ReasonCode code : ReasonCode.values()) {
            assertThat(code.help()).as(code.code()).endsWith(".").matches("[A-Z][^.]+\\.");
            assertThat(code.code().toUpperCase(Locale.ROOT))
                    .isEqualTo(code.name().replace("_", ""));
        }
        assertThat(ReasonCode.IDENTITY_NOT_ALLOWED_FOR_POOL.code()).isEqualTo("IdentityNotAllowedForPool");
        assertThat(ReasonCode.MISSING_SECRET_GRANT.fixableBy()).isEqualTo(FixableBy.GRANT_ADMINISTRATOR);
    }

    static Stream<Example> examples() {
        return Stream.of(
                        identities(),
                        secrets(),
                        CapabilityReasons.examples(),
                        RoleReasons.examples(),
                        GrantReasons.examples())
                .flatMap(examples -> examples);
    }

    private static Stream<Example> identities() {
        return Stream.of(
                new Example(
                        ReasonCode.MISSING_STACK,
                        given -> given.stack = Optional.empty(),
                        "ReviewRequest.agentStack",
                        "the organization has no stack 'fix'; create it or name another",
                        List.of("stack fix")),
                new Example(
                        ReasonCode.MISSING_REPOSITORY,
                        given -> given.repository = Optional.empty(),
                        "ReviewRequest.repository",
                        "the organization has no repository 'acme/app'; create the Repository",
                        List.of("repository acme/app")),
                new Example(
                        ReasonCode.MISSING_RUNNER_POOL,
                        given -> given.pool = Optional.empty(),
                        "AgentStack.spec.runnerPool",
                        "the organization has no runner pool 'local'; create the RunnerPool or name another",
                        POOL),
                new Example(
                        ReasonCode.MISSING_RUNNER_POOL,
                        given -> given.stack(Given.STACK.replace("runnerPool: local,", "")),
                        "AgentStack.spec.runnerPool",
                        "stack 'fix' names no runner pool, nor does the rule; name one",
                        List.of("stack fix", "runner pool ")),
                new Example(
                        ReasonCode.MISSING_RUNTIME_IDENTITY,
                        given -> given.runtime = Optional.empty(),
                        "AgentStack.spec.runtimeIdentity.serviceAccountRef",
                        "stack 'fix' acts under service account 'fixer', which does not exist; create the AgentServiceAccount or name another",
                        ACCOUNT),
                new Example(
                        ReasonCode.MISSING_RUNNER_IDENTITY,
                        given -> given.runner = Optional.empty(),
                        "RunnerPool.spec.serviceAccountRef",
                        "runner pool 'local' acts under service account 'runner', which does not exist; create the AgentServiceAccount or name another",
                        POOL),
                new Example(
                        ReasonCode.MISSING_RUNNER_IDENTITY,
                        given -> given.pool(Given.POOL.replace("serviceAccountRef: runner,", "")),
                        "RunnerPool.spec.serviceAccountRef",
                        "runner pool 'local' names no service account; name one",
                        POOL),
                new Example(
                        ReasonCode.IDENTITY_NOT_ALLOWED_FOR_REPOSITORY,
                        given -> given.runtime(Given.ACCOUNT.replace("acme/*", "acme/lib")),
                        "AgentServiceAccount.spec.allowedRepositories",
                        "service account 'fixer' may not be used for repository 'acme/app'; add the repository or use another account",
                        ACCOUNT),
                new Example(
                        ReasonCode.IDENTITY_NOT_ALLOWED_FOR_REPOSITORY,
                        given -> given.runner(Given.ACCOUNT.replace("'acme/*'", "")),
                        "AgentServiceAccount.spec.allowedRepositories",
                        "service account 'runner' may not be used for repository 'acme/app'; add the repository or use another account",
                        List.of("stack fix", "runner pool local", "service account runner")),
                new Example(
                        ReasonCode.IDENTITY_NOT_ALLOWED_FOR_POOL,
                        given -> given.runtime(Given.ACCOUNT.replace("[local]", "['big-*']")),
                        "AgentServiceAccount.spec.allowedRunnerPools",
                        "service account 'fixer' may not be used on runner pool 'local'; add the pool or use another account",
                        ACCOUNT),
                new Example(
                        ReasonCode.UNTRUSTED_RUNNER_REQUIRED,
                        given -> {
                            untrusted(given);
                            given.pool(Given.POOL.replace("untrusted", "trusted"));
                        },
                        "RunnerPool.spec.trustTier",
                        "the work is member and runner pool 'local' is for trusted work only; choose an untrusted pool",
                        POOL),
                new Example(
                        ReasonCode.UNTRUSTED_SOURCE,
                        given -> {
                            untrusted(given);
                            given.runtime(Given.ACCOUNT.replace("untrusted", "trusted"));
                        },
                        "AgentServiceAccount.spec.trustTier",
                        "the work is member and service account 'fixer' is for trusted work only; use an untrusted account",
                        ACCOUNT),
                new Example(
                        ReasonCode.APPROVAL_REQUIRED,
                        given -> {
                            untrusted(given);
                            given.gates = Set.of(Gate.UNTRUSTED_DISPATCH);
                        },
                        "AgentTriggerRule.spec.approvalPolicy.requireFor",
                        "the work is member and the rule wants a person to agree to it",
                        List.of("stack fix")));
    }

    private static Stream<Example> secrets() {
        return Stream.of(
                new Example(
                        ReasonCode.GRANT_DENIED,
                        given -> given.alsoGrant("no", DecisionMatrixTest.with("effect: deny")),
                        "AgentSecretGrant.spec.effect",
                        "grant 'no' denies key 'api-key' of secret 'model'; only removing it helps",
                        KEY),
                new Example(
                        ReasonCode.SECRET_MISSING,
                        given -> given.secrets = List.of(),
                        "AgentStack.spec.requiredSecrets[model].keys[api-key]",
                        "there is no secret 'model'; create it with key 'api-key'",
                        KEY),
                new Example(
                        ReasonCode.SECRET_KEY_MISSING,
                        given -> given.secrets = List.of(new SecretFact("acme", "model", Set.of(), "v1")),
                        "AgentStack.spec.requiredSecrets[model].keys[api-key]",
                        "secret 'model' has no key 'api-key'; add the key",
                        KEY),
                new Example(
                        ReasonCode.MISSING_SECRET_GRANT,
                        given -> given.grants.clear(),
                        "AgentStack.spec.requiredSecrets[model].keys[api-key]",
                        "no grant gives stack 'fix' key 'api-key' of secret 'model' as model-provider-token; apply the suggested grant",
                        KEY),
                new Example(
                        ReasonCode.MISSING_SECRET_GRANT,
                        given -> given.stack(Given.STACK.replace("model-provider-token", "fun")),
                        "AgentStack.spec.requiredSecrets[model].purpose",
                        "'fun' is no purpose that a grant can have; expected one of model-provider-token, git-credential, mcp-server, tool, skill, webhook-signing, image-pull, cache, deployment",
                        List.of("stack fix", "secret model")),
                new Example(
                        ReasonCode.GRANT_EXPIRED,
                        given -> given.onlyGrant(DecisionMatrixTest.with("expiresAt: '2026-03-01T12:00:00Z'")),
                        "AgentSecretGrant.spec.expiresAt",
                        "grant 'allow' has ended; extend it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.REPOSITORY_NOT_ALLOWED,
                        given -> given.onlyGrant(DecisionMatrixTest.with("allowedRepositories: [acme/lib]")),
                        "AgentSecretGrant.spec.allowedRepositories",
                        "grant 'allow' does not hold for repository 'acme/app'; widen it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.REF_NOT_ALLOWED,
                        given -> given.onlyGrant(DecisionMatrixTest.with("allowedRefs: { exclude: ['ma*'] }")),
                        "AgentSecretGrant.spec.allowedRefs",
                        "grant 'allow' does not hold for branch 'main'; widen it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.REF_NOT_ALLOWED,
                        given -> {
                            given.branch = Optional.empty();
                            given.onlyGrant(DecisionMatrixTest.with("allowedRefs: { exclude: [release] }"));
                        },
                        "AgentSecretGrant.spec.allowedRefs",
                        "grant 'allow' does not hold for branch '(none)'; widen it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.TRIGGER_SOURCE_NOT_ALLOWED,
                        given -> {
                            given.source = Source.CI;
                            given.onlyGrant(DecisionMatrixTest.with("allowedTriggerSources: [manual, issue-comment]"));
                        },
                        "AgentSecretGrant.spec.allowedTriggerSources",
                        "grant 'allow' does not hold for events of source ci; widen it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.TASK_KIND_NOT_ALLOWED,
                        given -> {
                            given.taskKind = TaskKind.CI_REPAIR;
                            given.onlyGrant(DecisionMatrixTest.with("allowedTaskKinds: [review]"));
                        },
                        "AgentSecretGrant.spec.allowedTaskKinds",
                        "grant 'allow' does not hold for ci-repair tasks; widen it or apply the suggested one",
                        KEY),
                new Example(
                        ReasonCode.UNTRUSTED_SOURCE,
                        given -> given.trust = Trust.UNTRUSTED,
                        "AgentSecretGrant.spec.allowUntrusted",
                        "the work is untrusted and grant 'allow' is for trusted work only",
                        KEY),
                new Example(
                        ReasonCode.APPROVAL_REQUIRED,
                        given -> given.onlyGrant(DecisionMatrixTest.with("requiredApproval: always")),
                        "AgentSecretGrant.spec.requiredApproval",
                        "grant 'allow' wants a person to agree before key 'api-key' of secret 'model' is used",
                        KEY),
                new Example(
                        ReasonCode.APPROVAL_REQUIRED,
                        given -> given.gates = Set.of(Gate.SECRET, Gate.WRITE_BACK),
                        "AgentTriggerRule.spec.approvalPolicy.requireFor",
                        "the rule wants a person to agree before key 'api-key' of secret 'model' is used",
                        KEY));
    }

    private static void untrusted(Given given) {
        given.trust = Trust.MEMBER;
        given.onlyGrant(DecisionMatrixTest.with("allowUntrusted: true"));
    }

    /** One thing that is wrong, and what is said about it. */
    record Example(ReasonCode code, Consumer<Given> breaks, String field, String message, List<String> chain) {

        @Override
        public String toString() {
            return message;
        }
    }
}
