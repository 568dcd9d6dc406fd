package ai.a5c.krate.trigger;

import static ai.a5c.krate.trigger.Given.rule;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlashCommandsTest {

    private final Given given = new Given();

    @ParameterizedTest(name = "{0} of {1} {2}: {3}")
    @CsvSource({
        "/krate fix, fix, question, true",
        "/krate FIX it, fix, question, true",
        "/krate diagnose, diagnose, issue-fix, true",
        "/krate review, review, issue-fix, true",
        "/krate fix, review, issue-fix, false",
        "/krate fix, explain, issue-fix, false",
        "/krate explain, explain, issue-fix, false",
        "/krate approve, approve, issue-fix, false",
        "/krate fix, '', issue-fix, true",
        "/krate fix, '', ci-repair, true",
        "/krate diagnose, '', diagnosis, true",
        "/krate review, '', review, true",
        "/krate fix, '', review, false",
        "/krate review, '', issue-fix, false",
        "/krate fix, '', question, false",
        "see /krate fix, '', issue-fix, false",
        "> /krate fix, '', issue-fix, false",
        "/krate fi\u200bx, '', issue-fix, false",
    })
    void aRuleThatListensToAMentionHearsItsCommandOrThatOfItsTask(
            String text, String command, String taskKind, boolean heard) {
        given.text = text;
        assertThat(matches(Given.task("r", taskKind, match("@claude", command))))
                .hasSize(heard ? 1 : 0);
    }

    @Test
    void aRuleWithoutAMentionHearsNoCommand() {
        given.text = "/krate review";
        assertThat(matches(rule("r", "match: { labels: { any: [never] } }"))).isEmpty();
        assertThat(matches(rule("r", ""))).hasSize(1);
        assertThat(matches(rule("r", "")).get(0).command()).isEmpty();
    }

    @Test
    void modifiersOfTheCommandCountWithinWhatTheRuleLetsTextsChoose() {
        given.text = "/krate review stack=deep budget=3 all of it";
        AgentTriggerRule rule =
                rule("r", "match: { mention: '@claude' }, selectable: { stacks: [deep], maxBudget: 2 }");
        Match match = matches(rule).get(0);
        assertThat(match.command()).contains(new Mention.Command("review", "stack=deep budget=3 all of it"));
        assertThat(Modifiers.of(match).stack()).contains("deep");
        assertThat(Modifiers.of(match).refusal(rule.spec().selectable()))
                .contains("the text chooses budget '3'; the rule lets texts choose a number of dollars up to 2.0");
    }

    @Test
    void ofMentionAndCommandTheOneCountsThatTheRuleNames() {
        AgentTriggerRule rule = rule("r", "match: { mention: '@claude', command: review }");
        given.text = "@claude review budget=1\n\n/krate review budget=2";
        assertThat(matches(rule).get(0).command()).contains(new Mention.Command("review", "budget=1"));
        given.text = "@claude explain budget=1\n\n/krate review budget=2";
        assertThat(matches(rule).get(0).command()).contains(new Mention.Command("review", "budget=2"));
    }

    @Test
    void nobodyButTheAuthorGivesACommand() {
        given.text = "/krate review";
        given.authorId = "8";
        assertThat(matches(rule("r", "match: { mention: '@claude' }"))).isEmpty();
    }

    @Test
    void aNoteIsHeardByNoRuleEvenIfItMentionsTheAgent() {
        given.text = "/note for us, not for @claude\n\n/krate review";
        List<AgentTriggerRule> rules = List.of(rule("a", "match: { mention: '@claude' }"), rule("b", ""));
        assertThat(matches(rules.get(0))).isEmpty();
        assertThat(matches(rules.get(1))).isEmpty();
        assertThat(TriggerEvaluator.explain(given.event(), rules.get(1)))
                .contains(new NoMatch(
                        "b",
                        "text",
                        "no comment with a line that begins with /note",
                        "one that is meant for nobody but people"));
    }

    @Test
    void theBodyOfAnIssueIsNoNoteForWhoeverLabelsIt() {
        given.text = "/note to self";
        given.source = Source.ISSUE;
        assertThat(matches(rule("b", "sources: [issue]"))).hasSize(1);
    }

    @Test
    void aRuleSaysWhichCommandItWouldHaveHeard() {
        given.text = "/krate fix";
        assertThat(TriggerEvaluator.explain(given.event(), rule("r", "match: { mention: '@claude' }")))
                .contains(new NoMatch("r", "match.mention", "@claude or /krate review", "/krate fix"));
    }

    @Test
    void theIndexNeverMissesARuleThatACommandIsFor() {
        List<String> words = List.of("fix", "review", "diagnose", "explain", "");
        List<String> kinds = List.of("issue-fix", "ci-repair", "review", "diagnosis", "question");
        Seeds.forAll(300, random -> {
            List<AgentTriggerRule> rules = new ArrayList<>();
            IntStream.range(0, 3 + random.nextInt(40)).forEach(i -> {
                String command = words.get(random.nextInt(words.size()));
                String kind = kinds.get(random.nextInt(kinds.size()));
                rules.add(Given.task("rule-" + i, kind, match("@agent-" + random.nextInt(8), command)));
            });
            given.text = "/krate " + words.get(random.nextInt(3));
            List<String> found = TriggerEvaluator.evaluate(given.event(), CompiledRules.of(rules)).matches().stream()
                    .map(match -> match.rule().metadata().name())
                    .toList();
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(rules.stream()
                            .filter(rule -> TriggerEvaluator.explain(given.event(), rule)
                                    .equals(Optional.empty()))
                            .map(rule -> rule.metadata().name())
                            .toList());
        });
    }

    private List<Match> matches(AgentTriggerRule rule) {
        return TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(rule)))
                .matches();
    }

    private static String match(String mention, String command) {
        String word = command.isEmpty() ? "" : ", command: " + command;
        return "match: { mention: '%s'%s }".formatted(mention, word);
    }
}
