package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.review.PermissionReview.Suggestion;
import ai.a5c.krate.review.RoleFact.Answer;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each suggestion, applied: what it is suggested for is gone, nothing else is, and nothing else became reachable. */
class SuggestionsTest {

    /** What a grant, a binding or an account always cures. */
    private static final Set<ReasonCode> CURABLE = Set.of(
            ReasonCode.MISSING_SECRET_GRANT,
            ReasonCode.MISSING_CONFIG_GRANT,
            ReasonCode.GRANT_EXPIRED,
            ReasonCode.GRANT_STALE,
            ReasonCode.REPOSITORY_NOT_ALLOWED,
            ReasonCode.REF_NOT_ALLOWED,
            ReasonCode.TRIGGER_SOURCE_NOT_ALLOWED,
            ReasonCode.TASK_KIND_NOT_ALLOWED,
            ReasonCode.CROSS_ORG_REF_DENIED,
            ReasonCode.ROLE_DENIED,
            ReasonCode.MISSING_RUNTIME_IDENTITY,
            ReasonCode.MISSING_RUNNER_IDENTITY);

    @ParameterizedTest
    @MethodSource("examples")
    void everySuggestionCuresExactlyWhatItIsSuggestedFor(ReasonsTest.Example example) {
        Given given = new Given();
        example.breaks().accept(given);
        for (Moment moment : Moment.values()) {
            cures(given, moment);
        }
    }

    static Stream<ReasonsTest.Example> examples() {
        return ReasonsTest.examples();
    }

    @ParameterizedTest
    @MethodSource("curable")
    void whateverAGrantBindingOrAccountCuresHasASuggestion(ReasonsTest.Example example) {
        Given given = new Given();
        example.breaks().accept(given);
        assertThat(given.review().suggestions())
                .filteredOn(one -> one.cures().contains(example.code().code()))
                .hasSize(1);
    }

    static Stream<ReasonsTest.Example> curable() {
        Set<String> without = Set.of("requiredSecrets[model].purpose", "runtimeIdentityOverride");
        return ReasonsTest.examples()
                .filter(example -> CURABLE.contains(example.code()))
                .filter(example ->
                        without.stream().noneMatch(end -> example.field().endsWith(end)))
                .filter(example -> !example.message().contains("names no service account"));
    }

    @Test
    void aSubagentsExcessIsCuredByNamingIt() {
        Given keys = new Given();
        GrantReasons.exceeding(keys);
        assertThat(keys.review().yamlPreview())
                .singleElement()
                .asString()
                .contains("subject: { kind: subagent, name: \"reviewer\", stackRef: \"fix\" }");
        assertThat(cures(keys, Moment.LAUNCH)).isEqualTo(1);
        Given role = new Given();
        RoleReasons.exceeding(role);
        assertThat(role.review().yamlPreview()).singleElement().asString().endsWith("""
                        spec:
                          subject: { kind: subagent, name: "reviewer", stackRef: "fix" }
                          roleRef: "repairer"
                          scope: { kind: repository, name: "app" }
                        """);
        assertThat(cures(role, Moment.LAUNCH)).isEqualTo(1);
    }

    @Test
    void aStaleSecretIsOnlyEverSuggestedWithAPersonsAgreement() {
        Given given = new Given();
        ReasonsTest.examples()
                .filter(example -> example.code() == ReasonCode.GRANT_STALE)
                .findFirst()
                .orElseThrow()
                .breaks()
                .accept(given);
        assertThat(given.review().yamlPreview()).singleElement().asString().endsWith("  requiredApproval: always\n");
    }

    @Test
    void soItIsWithWhateverFacts() {
        int[] cured = {0};
        Seeds.forAll(300, random -> cured[0] += cures(AnyReview.any(random), AnyReview.one(random, Moment.values())));
        assertThat(cured[0]).isGreaterThan(Long.getLong("krate.seed") == null ? 100 : -1);
    }

    /** Tries every suggestion; returns how many there were. */
    private static int cures(Given given, Moment moment) {
        PermissionReview before = given.at(moment);
        for (Suggestion suggestion : before.suggestions()) {
            PermissionReview after = applied(given, suggestion, moment);
            List<ReviewReason> gone = new ArrayList<>(before.reasons());
            gone.removeAll(after.reasons());
            List<ReviewReason> come = new ArrayList<>(after.reasons());
            come.removeAll(before.reasons());
            assertThat(gone)
                    .as(suggestion.yaml())
                    .anyMatch(reason -> isMeant(suggestion, reason))
                    .allMatch(reason -> isMeant(suggestion, reason) || isOfNamedKey(suggestion, reason));
            assertThat(after.reasons()).noneMatch(reason -> isMeant(suggestion, reason));
            assertThat(come).allMatch(reason -> reason.code() == ReasonCode.APPROVAL_REQUIRED);
            Set<String> reachable = reachable(after);
            reachable.removeAll(reachable(before));
            Set<String> named = new TreeSet<>();
            suggestion
                    .keys()
                    .forEach(key -> named.add(
                            "%s %s %s/%s".formatted(suggestion.kind(), suggestion.purpose(), suggestion.name(), key)));
            assertThat(named).containsAll(reachable);
        }
        return before.suggestions().size();
    }

    private static PermissionReview applied(Given given, Suggestion suggestion, Moment moment) {
        Resource resource = Given.apply(suggestion.yaml());
        assertThat(resource.metadata().namespace()).isEqualTo("acme");
        given.others.add(resource);
        List<RoleFact> roles = given.roles;
        if (resource instanceof AgentRoleBinding binding) {
            given.roles = new ArrayList<>(roles);
            given.role(binding.spec().roleRef(), Answer.ALLOWED);
        }
        PermissionReview after = given.at(moment);
        given.roles = roles;
        given.others.remove(resource);
        return after;
    }

    /** Whether {@code reason} is one that {@code suggestion} says it cures. */
    private static boolean isMeant(Suggestion suggestion, ReviewReason reason) {
        List<String> chain = reason.chain();
        String last = chain.get(chain.size() - 1);
        if (!suggestion.cures().contains(reason.code().code())) {
            return false;
        }
        if (suggestion.keys().isEmpty()) {
            return List.of("role " + suggestion.name(), "service account " + suggestion.name())
                            .contains(last)
                    || last.startsWith("runner pool ");
        }
        String subagent = suggestion.owner().startsWith("subagent/")
                ? "subagent " + suggestion.owner().split("/", -1)[1]
                : "";
        return chain.size() > 2
                && (subagent.isEmpty()
                        ? chain.stream().noneMatch(word -> word.startsWith("subagent "))
                        : chain.contains(subagent))
                && suggestion.keys().contains(last.replace("key ", ""))
                && chain.get(chain.size() - 2).endsWith(" " + suggestion.name())
                && chain.get(chain.size() - 3).equals(label(suggestion.owner()));
    }

    /** What a stack is granted, its other capabilities may use for the same purpose. */
    private static boolean isOfNamedKey(Suggestion suggestion, ReviewReason reason) {
        List<String> chain = reason.chain();
        return !suggestion.owner().startsWith("subagent/")
                && chain.size() > 2
                && suggestion.keys().contains(chain.get(chain.size() - 1).replace("key ", ""))
                && chain.get(chain.size() - 2).endsWith(" " + suggestion.name());
    }

    /** What chains call an owner: {@code MCP server github} for {@code subagent/reviewer/mcp-server/github}. */
    private static String label(String owner) {
        String[] words = owner.split("/", -1);
        String kind =
                words[words.length - 2].replace("mcp-server", "MCP server").replace('-', ' ');
        return kind + " " + words[words.length - 1];
    }

    private static Set<String> reachable(PermissionReview review) {
        Set<String> keys = new TreeSet<>();
        for (RequiredSecret secret : review.requiredSecrets()) {
            if (secret.decision() != Decision.DENIED) {
                secret.keys()
                        .forEach(key -> keys.add(
                                "AgentSecretGrant %s %s/%s".formatted(Word.of(secret.purpose()), secret.name(), key)));
            }
        }
        for (RequiredConfig config : review.requiredConfigs()) {
            if (config.decision() != Decision.DENIED) {
                config.keys()
                        .forEach(key -> keys.add(
                                "AgentConfigGrant %s %s/%s".formatted(Word.of(config.purpose()), config.name(), key)));
            }
        }
        return keys;
    }
}
