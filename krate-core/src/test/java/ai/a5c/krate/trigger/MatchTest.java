package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {

    private static final String BASE =
            "match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug, x] }, mention: '@claude' }";

    @Test
    void theRuleDigestIgnoresOrderCaseLifeAndTuning() {
        Digest digest = digest(BASE);
        assertThat(
                        digest(
                                "match: { repositories: { include: ['acme/l*', acme/app] }, labels: { any: [x, bug] }, mention: '@Claude' }"))
                .isEqualTo(digest);
        assertThat(digest(BASE + ", concurrencyPolicy: { mode: reject }, promptTemplate: x, untrusted: ask"))
                .isEqualTo(digest);
        AgentTriggerRule paused = Given.rule("r", BASE + ", lifecycleState: paused");
        assertThat(CompiledRule.of(paused)
                        .match(new Occurrence(new Given().event()))
                        .ruleDigest())
                .isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { repositories: { include: [acme/app] }, labels: { any: [bug, x] }, mention: '@claude' }",
                "match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug] }, mention: '@claude' }",
                "match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug, x] } }",
                "match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug, x] }, mention: '@claude', ci: { jobs: [test] } }",
                "match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug, x] }, mention: '@claude', when: 'true' }",
                "sources: [pr-comment, issue], match: { repositories: { include: [acme/app, 'acme/l*'] }, labels: { any: [bug, x] }, mention: '@claude' }"
            })
    void theRuleDigestKnowsWhatIsMatched(String members) {
        assertThat(digest(members)).isNotEqualTo(digest(BASE));
    }

    @Test
    void anotherNameIsAnotherRule() {
        Digest other = CompiledRule.of(Given.rule("other", BASE))
                .match(new Occurrence(new Given().event()))
                .ruleDigest();
        assertThat(other).isNotEqualTo(digest(BASE));
    }

    @Test
    void whatTheEventDoesNotHaveIsEmptyInKeyAndPrompt() {
        Given given = new Given();
        given.workItem = Optional.empty();
        given.sha = Optional.empty();
        Match match = only(given, "promptTemplate: '[{{ sha }}|{{ workItem.number }}]'");
        assertThat(match.dedupeKey()).isEqualTo("acme/app::");
        assertThat(match.prompt()).isEqualTo("[|]");
        assertThat(match.command()).isEmpty();
    }

    @Test
    void whatPeopleWroteIsNeverEvaluatedAgain() {
        Given given = new Given();
        given.text = "{{ actor.login }} {{ nothing }}";
        assertThat(only(given, "promptTemplate: '{{ text }}'").prompt()).isEqualTo(given.text);
    }

    @Test
    void aLongKeyIsShortenedAndStaysDifferent() {
        Given given = new Given();
        given.text = "\ud83d\ude00".repeat(5_000) + "a";
        String first = only(given, "dedupePolicy: { key: '{{ text }}' }").dedupeKey();
        given.text = "\ud83d\ude00".repeat(5_000) + "b";
        String second = only(given, "dedupePolicy: { key: '{{ text }}' }").dedupeKey();
        assertThat(first).hasSizeLessThanOrEqualTo(256).isNotEqualTo(second);
        assertThat(second)
                .hasSizeLessThanOrEqualTo(256)
                .startsWith("\ud83d\ude00")
                .contains("…");
    }

    @Test
    void anExplanationIsBounded() {
        Given given = new Given();
        given.type = "\ud83d\ude00".repeat(1_000);
        NoMatch why = TriggerEvaluator.explain(given.event(), Given.matching("events: [x]"))
                .orElseThrow();
        assertThat(why.actual()).isEqualTo("\ud83d\ude00".repeat(199) + "…");
    }

    @Test
    void loginsThatOnlyLookAlikeAreOthers() {
        Given given = new Given();
        given.actor = new SourceEvent.Actor("\u212aevin", "7", "write", false);
        AgentTriggerRule rule = Given.matching("actors: { exclude: [kevin] }");
        assertThat(TriggerEvaluator.explain(given.event(), rule)).isEmpty();
        given.actor = new SourceEvent.Actor("KEVIN", "7", "write", false);
        assertThat(TriggerEvaluator.explain(given.event(), rule)).isPresent();
    }

    private static Digest digest(String members) {
        return CompiledRule.of(Given.rule("r", members))
                .match(new Occurrence(new Given().event()))
                .ruleDigest();
    }

    private static Match only(Given given, String members) {
        return TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(Given.rule("r", members))))
                .matches()
                .get(0);
    }
}
