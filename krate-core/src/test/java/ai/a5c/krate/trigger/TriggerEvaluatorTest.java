package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerEvaluatorTest {

    private static final Consumer<Given> AS_IS = Given::event;

    @ParameterizedTest(name = "{0} fits")
    @MethodSource
    void fits(String members, Consumer<Given> change) {
        Given given = new Given();
        change.accept(given);
        AgentTriggerRule rule = Given.rule("r", members);
        Evaluation evaluation = TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(rule)));
        assertThat(evaluation.explanations()).isEmpty();
        assertThat(evaluation.matches()).extracting(Match::rule).containsExactly(rule);
        assertThat(TriggerEvaluator.explain(given.event(), rule)).isEmpty();
    }

    static Stream<Arguments> fits() {
        return Stream.of(
                Arguments.of("", AS_IS),
                Arguments.of("match: { events: [x, issue_comment.created] }", AS_IS),
                Arguments.of("match: { repositories: { include: ['acme/*'], exclude: ['acme/secret-*'] } }", AS_IS),
                Arguments.of("match: { repositories: { include: [acme/lib, acme/app] } }", AS_IS),
                Arguments.of("match: { branches: { include: [main, feature] } }", AS_IS),
                Arguments.of("match: { branches: { include: ['feat*'] } }", AS_IS),
                Arguments.of(
                        "match: { branches: { exclude: [main] } }", without(given -> given.branch = Optional.empty())),
                Arguments.of("match: { paths: { include: ['src/**'] } }", AS_IS),
                Arguments.of(
                        "match: { paths: { include: ['src/**'] } }",
                        without(given -> given.paths = List.of("README.md", "src/a/b.c"))),
                Arguments.of("match: { labels: { any: [agent, bug], none: [wontfix] } }", AS_IS),
                Arguments.of("match: { mention: '@claude' }", AS_IS),
                Arguments.of(
                        "match: { mention: '@Claude', command: FIX }",
                        without(given -> given.text = "@CLAUDE, Fix it")),
                Arguments.of("match: { actors: { permission: write, exclude: [renovate] } }", AS_IS),
                Arguments.of("match: { actors: { permission: triage } }", AS_IS),
                Arguments.of(
                        "sources: [issue, label], match: { labels: { any: [bug] }, actors: { permission: write } }",
                        without(given -> given.source = Source.LABEL)),
                Arguments.of("organizationRef: acme", AS_IS));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource
    void failsWithTheFirstConditionAndBothValues(
            String members, Consumer<Given> change, String condition, String expected, String actual) {
        Given given = new Given();
        change.accept(given);
        AgentTriggerRule rule = Given.rule("r", members);
        Evaluation evaluation = TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(rule)));
        NoMatch why = new NoMatch("r", condition, expected, actual);
        assertThat(evaluation.matches()).isEmpty();
        assertThat(evaluation.explanations()).containsExactly(why);
        assertThat(TriggerEvaluator.explain(given.event(), rule)).contains(why);
    }

    static Stream<Arguments> failsWithTheFirstConditionAndBothValues() {
        return Stream.of(
                Arguments.of("sources: [push, issue]", AS_IS, "sources", "issue, push", "pr-comment"),
                Arguments.of(
                        "match: { events: [pull_request.opened] }",
                        AS_IS,
                        "match.events",
                        "pull_request.opened",
                        "issue_comment.created"),
                Arguments.of(
                        "match: { repositories: { include: ['acme/*'], exclude: [acme/app] } }",
                        AS_IS,
                        "match.repositories",
                        "acme/*, but not acme/app",
                        "acme/app"),
                Arguments.of(
                        "match: { repositories: { exclude: ['*/app'] } }",
                        AS_IS,
                        "match.repositories",
                        "anything, but not */app",
                        "acme/app"),
                Arguments.of("match: { branches: { include: [main] } }", AS_IS, "match.branches", "main", "feature"),
                Arguments.of(
                        "match: { ci: { conclusions: [failure] } }", AS_IS, "match.ci.conclusions", "failure", "none"),
                Arguments.of(
                        "match: { branches: { include: ['**'] } }",
                        without(given -> given.branch = Optional.empty()),
                        "match.branches",
                        "**",
                        "none"),
                Arguments.of(
                        "match: { paths: { include: ['src/*'], exclude: ['**/*.java'] } }",
                        AS_IS,
                        "match.paths",
                        "src/*, but not **/*.java",
                        "src/Main.java"),
                Arguments.of(
                        "match: { paths: { exclude: ['docs/**'] } }",
                        without(given -> given.paths = List.of()),
                        "match.paths",
                        "anything, but not docs/**",
                        "none"),
                Arguments.of("match: { labels: { any: [b, agent] } }", AS_IS, "match.labels.any", "agent, b", "bug"),
                Arguments.of(
                        "match: { labels: { none: [bug, x] } }", AS_IS, "match.labels.none", "none of bug, x", "bug"),
                Arguments.of(
                        "match: { mention: '@codex' }", AS_IS, "match.mention", "@codex or /krate review", "@claude"),
                Arguments.of(
                        "match: { mention: '@claude' }",
                        without(given -> given.authorId = "8"),
                        "match.mention",
                        "written by who caused the event",
                        "written by somebody else, or nobody knows"),
                Arguments.of("match: { mention: '@claude', command: review }", AS_IS, "match.command", "review", "fix"),
                Arguments.of(
                        "match: { mention: '@claude', command: review }",
                        without(given -> given.text = "@claude"),
                        "match.command",
                        "review",
                        "none"),
                Arguments.of(
                        "match: { actors: { permission: admin } }",
                        AS_IS,
                        "match.actors.permission",
                        "at least admin",
                        "write"),
                Arguments.of(
                        "match: { actors: { permission: read } }",
                        without(given -> given.actor = new SourceEvent.Actor("bob", "8", "unknown", false)),
                        "match.actors.permission",
                        "at least read",
                        "unknown"),
                Arguments.of(
                        "match: { actors: { exclude: [Alice] } }", AS_IS, "match.actors.exclude", "not Alice", "alice"),
                Arguments.of(
                        "sources: [label], match: { labels: { any: [bug] } }",
                        without(given -> given.source = Source.LABEL),
                        "match.labels",
                        "for label events, labels.any and actors.permission in the rule",
                        "the rule does not say which label, or who may apply it"),
                Arguments.of(
                        "match: { mention: '@claude fix' }",
                        AS_IS,
                        "spec",
                        "a rule that can be read",
                        "match.mention '@claude fix' is no mention; expected such as @claude"),
                Arguments.of(
                        "match: { command: fix }",
                        AS_IS,
                        "spec",
                        "a rule that can be read",
                        "match.command needs match.mention"),
                Arguments.of(
                        "match: { events: [a], mention: '@x' }", AS_IS, "match.events", "a", "issue_comment.created"));
    }

    private static Consumer<Given> without(Consumer<Given> change) {
        return change;
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "paused", "disabled", "archived"})
    void onlyAnActiveRuleMatches(String state) {
        AgentTriggerRule inactive = Given.rule("r", "lifecycleState: " + state);
        Evaluation evaluation = TriggerEvaluator.evaluate(new Given().event(), CompiledRules.of(List.of(inactive)));
        assertThat(evaluation.matches()).isEmpty();
        assertThat(evaluation.explanations()).containsExactly(new NoMatch("r", "lifecycleState", "active", state));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@claudette fix",
                "x@claude.com",
                "`@claude` fix",
                "> @claude fix",
                "@cl\u0430ude fix",
                "@\u212Alaude fix",
                "```\n@claude fix\n```",
                "[@claude](https://example.com)",
                "@claude\u200Bx",
                "<b title='@claude'>"
            })
    void whatOnlyLooksLikeAMentionIsNone(String text) {
        Given given = new Given();
        given.text = text;
        AgentTriggerRule rule = Given.matching("mention: '@claude'");
        assertThat(TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(rule)))
                        .matches())
                .isEmpty();
    }

    @Test
    void aRuleOfAnotherOrganizationIsNotEvenMentioned() {
        CompiledRules rules = CompiledRules.of(List.of(Given.rule("r", "organizationRef: other")));
        Evaluation evaluation = TriggerEvaluator.evaluate(new Given().event(), rules);
        assertThat(evaluation.matches()).isEmpty();
        assertThat(evaluation.explanations()).isEmpty();
    }

    @Test
    void aMatchCarriesRenderedTextsAndTheCommand() {
        Given given = new Given();
        given.text = "Hello @claude, please\nlook at this.";
        Match match = TriggerEvaluator.evaluate(
                        given.event(),
                        CompiledRules.of(List.of(Given.rule(
                                "r",
                                "match: { mention: '@claude' }, promptTemplate: '{{ actor.login }} at {{ workItem }}: {{ text }}',"
                                        + " dedupePolicy: { key: '{{ repository }}:{{ workItem }}' }"))))
                .matches()
                .get(0);
        assertThat(match.prompt()).isEqualTo("alice at pull-request/3: Hello @claude, please\nlook at this.");
        assertThat(match.dedupeKey()).isEqualTo("acme/app:pull-request/3");
        assertThat(match.command()).hasValueSatisfying(command -> {
            assertThat(command.word()).isEqualTo("please");
            assertThat(command.rest()).isEqualTo("look at this.");
        });
    }

    @Test
    void theOrderOfTheRulesNeverMatters() {
        List<AgentTriggerRule> rules = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rules.add(Given.rule(
                    "r" + i, i % 2 == 0 ? "match: { mention: '@claude' }" : "match: { events: [e%d] }".formatted(i)));
        }
        Evaluation first = TriggerEvaluator.evaluate(new Given().event(), CompiledRules.of(rules));
        assertThat(first.matches()).hasSize(6);
        Seeds.forAll(50, random -> {
            Evaluation other =
                    TriggerEvaluator.evaluate(new Given().event(), CompiledRules.of(Seeds.shuffled(rules, random)));
            assertThat(other.matches()).isEqualTo(first.matches());
            assertThat(other.explanations()).isEqualTo(first.explanations());
            assertThat(other.explanations(4)).isEqualTo(first.explanations().subList(0, 4));
        });
    }
}
