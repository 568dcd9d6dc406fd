package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.validate.Faults.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCheckTest {

    private static final PredicateCompiler CEL = new CelPredicates();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "match: { command: fix } | $.spec.match.command | a command is the word after a mention; name the mention too",
                "match: { mention: claude } | $.spec.match.mention | no mention; expected such as @claude",
                "match: { mention: '@clаude' } | $.spec.match.mention | no mention; expected such as @claude",
                "match: { when: 'event.foo' } | $.spec.match.when | undefined field 'foo' (line 1, column 6)",
                "match: { when: 'event.chainDepth' } | $.spec.match.when | expected type 'bool' but found 'int' (line 1, column 6)",
                "sources: [schedule], schedule: '61 * * * *', match: { repositories: { include: [acme/app] } } | $.spec.schedule | minute '61': from 0 to 59 is allowed",
                "sources: [schedule], schedule: '0 0 31 2 *', match: { repositories: { include: [acme/app] } } | $.spec.schedule | '0 0 31 2 *' never comes: no such month has such a day",
                "sources: [schedule], schedule: '0 0 * * *' | $.spec.match.repositories.include | a schedule starts runs in these repositories; expected at least one, such as acme/app",
                "sources: [schedule], schedule: '0 0 * * *', match: { repositories: { include: [acme/app, 'acme/*'] } } | $.spec.match.repositories.include[1] | a schedule starts runs in repositories that are written out; expected such as acme/app",
                "schedule: '0 25 * * *' | $.spec.schedule | hour '25': from 0 to 23 is allowed",
            })
    void whatCouldNeverBeEvaluatedIsRefusedWithItsPath(String members, String path, String message) {
        for (String state : List.of("draft", "active", "archived")) {
            assertThat(RuleCheck.faults(Given.rule("r", "lifecycleState: %s, %s".formatted(state, members)), CEL))
                    .containsExactly(new Fault(path, message));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { mention: '@claude', command: fix }",
                "match: { when: 'event.ci.exitCode != 137 && size(event.paths) < 200' }",
                "sources: [schedule, issue], schedule: '0 3 * * 1-5', match: { repositories: { include: [acme/app] } }",
            })
    void whatCanBeEvaluatedHasNoFault(String members) {
        assertThat(RuleCheck.faults(Given.rule("r", members), CEL)).isEmpty();
    }

    @Test
    void allFaultsAreSaidAtOnce() {
        assertThat(RuleCheck.faults(Given.matching("command: fix, when: '1'"), CEL))
                .extracting(Fault::path)
                .containsExactly("$.spec.match.command", "$.spec.match.when");
    }

    @Test
    void whereNoLanguageIsAvailableAConditionIsRefused() {
        assertThat(RuleCheck.faults(Given.matching("when: 'true'"), PredicateCompiler.NONE))
                .containsExactly(new Fault("$.spec.match.when", "conditions in CEL are not available here"));
    }
}
