package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Actors;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Labels;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Permission;
import ai.a5c.krate.kind.agents.CiMatch;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.testkit.Seeds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompiledRulesTest {

    private static final AgentTriggerRule PLAIN = Given.rule("plain", "");
    private static final GlobRules ANYTHING = new GlobRules(List.of(), List.of());
    private static final Labels ANY_LABELS = new Labels(List.of(), List.of());

    @ParameterizedTest(name = "told apart by {0}")
    @MethodSource
    void tenThousandRulesLeaveTheOneThatCanFit(String by, IntFunction<AgentTriggerRule.Match> nth) {
        List<AgentTriggerRule> rules = IntStream.range(0, 10_000)
                .mapToObj(i -> rule("rule-" + i, List.of(Source.PR_COMMENT), nth.apply(i)))
                .toList();
        SourceEvent event = theSevenThousandth();
        CompiledRules compiled = CompiledRules.of(rules);
        assertThat(compiled.size()).isEqualTo(10_000);
        assertThat(compiled.candidates(new Occurrence(event)))
                .extracting(CompiledRule::name)
                .containsExactly("rule-7000");
        assertThat(TriggerEvaluator.evaluate(event, compiled).matches()).hasSize(1);
    }

    static Stream<Arguments> tenThousandRulesLeaveTheOneThatCanFit() {
        return Stream.of(
                told("repository", i -> match(List.of(), globs("acme/app-" + i), ANYTHING, ANY_LABELS, "")),
                told("event type", i -> match(List.of("type." + i), ANYTHING, ANYTHING, ANY_LABELS, "")),
                told(
                        "mention, in one repository",
                        i -> match(List.of("type.7000"), globs("acme/app-7000"), ANYTHING, ANY_LABELS, "@Agent-" + i)),
                told(
                        "label, in one repository",
                        i -> match(
                                List.of(),
                                globs("acme/app-7000"),
                                ANYTHING,
                                new Labels(List.of("l" + i), List.of()),
                                "")),
                told("branch", i -> match(List.of(), globs("acme/*"), globs("branch-" + i), ANY_LABELS, "")));
    }

    private static Arguments told(String by, IntFunction<AgentTriggerRule.Match> nth) {
        return Arguments.of(by, nth);
    }

    private static SourceEvent theSevenThousandth() {
        Given given = new Given();
        given.repository = "acme/app-7000";
        given.type = "type.7000";
        given.branch = Optional.of("branch-7000");
        given.labels = List.of("l7000", "bug");
        given.text = "@agent-7000 please";
        return given.event();
    }

    @Test
    void aRuleFiledInManyPlacesIsAskedOnceAndTooManyPlacesAreOne() {
        List<String> labels = IntStream.range(0, 400).mapToObj(i -> "l" + i).toList();
        List<String> repositories =
                IntStream.range(0, 400).mapToObj(i -> "acme/r" + i).toList();
        AgentTriggerRule.Match wide = new AgentTriggerRule.Match(
                new GlobRules(repositories, List.of()),
                List.of("a", "issue_comment.created"),
                ANYTHING,
                ANYTHING,
                new Labels(labels, List.of()),
                "",
                "",
                new Actors(Permission.NONE, List.of()),
                CiMatch.ANY,
                "");
        CompiledRules compiled = CompiledRules.of(List.of(rule("wide", List.of(Source.CI, Source.PR_COMMENT), wide)));
        Given given = new Given();
        given.repository = "acme/r7";
        given.labels = List.of("l1", "l2", "l3");
        assertThat(Set.copyOf(compiled.candidates(new Occurrence(given.event()))))
                .hasSize(1);
        assertThat(TriggerEvaluator.evaluate(given.event(), compiled).matches()).hasSize(1);
    }

    @Test
    void theIndexFindsWhatAskingEveryRuleFinds() {
        int[] found = {0};
        Seeds.forAll(300, random -> {
            List<AgentTriggerRule> rules = IntStream.range(0, 40)
                    .mapToObj(i -> rule(
                            "r" + i,
                            one(random, List.of(Source.PR_COMMENT), List.of(Source.PR_COMMENT, Source.ISSUE)),
                            anyMatch(random)))
                    .toList();
            SourceEvent event = anyEvent(random);
            List<String> asked = rules.stream()
                    .filter(rule -> TriggerEvaluator.explain(event, rule).isEmpty())
                    .map(rule -> rule.metadata().name())
                    .sorted()
                    .toList();
            Evaluation evaluation = TriggerEvaluator.evaluate(event, CompiledRules.of(rules));
            assertThat(evaluation.matches())
                    .extracting(match -> match.rule().metadata().name())
                    .isEqualTo(asked);
            assertThat(evaluation.explanations()).hasSize(rules.size() - asked.size());
            found[0] += asked.size();
        });
        assertThat(found[0]).isPositive();
    }

    @Test
    void aRuleThatCannotBeReadSaysSoAndIsNeverActive() {
        AgentTriggerRule broken =
                rule("broken", List.of(Source.PR_COMMENT), match(List.of(), globs("[x"), ANYTHING, ANY_LABELS, ""));
        assertThat(CompiledRules.fault(broken))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("glob '[x': "));
        assertThat(CompiledRules.fault(PLAIN)).isEmpty();
        assertThat(CompiledRules.of(List.of(broken)).candidates(new Occurrence(new Given().event())))
                .isEmpty();
    }

    @Test
    void aRuleThatIsBeingDeletedIsNotActive() {
        Metadata leaving = new Metadata(
                "plain", "acme", "", 0, "", null, Instant.EPOCH, Map.of(), Map.of(), List.of(), List.of(), List.of());
        CompiledRules compiled = CompiledRules.of(List.of(PLAIN.withMetadata(leaving)));
        assertThat(compiled.candidates(new Occurrence(new Given().event()))).isEmpty();
        assertThat(TriggerEvaluator.evaluate(new Given().event(), compiled).explanations())
                .containsExactly(new NoMatch("plain", "metadata", "a rule that stays", "it is being deleted"));
    }

    private static SourceEvent anyEvent(RandomGenerator random) {
        Given given = new Given();
        given.source = one(random, Source.PR_COMMENT, Source.ISSUE, Source.CI);
        given.type = one(random, "t1", "t2");
        given.repository = one(random, "acme/app", "acme/lib");
        given.branch = one(random, Optional.empty(), Optional.of("main"), Optional.of("dev"));
        given.labels = one(random, List.of(), List.of("bug"), List.of("bug", "agent"));
        given.text = one(random, "nothing", "@claude do", "@CODEX and @claude");
        Optional<Ci> build = Optional.of(one(random, "", "verify", "deploy"))
                .filter(workflow -> !workflow.isEmpty())
                .map(workflow -> new Ci(
                        workflow,
                        one(random, "test", "lint"),
                        one(random, "", "unit"),
                        "",
                        "",
                        "failure",
                        Optional.empty(),
                        one(random, "", "LoginIT"),
                        List.of(),
                        ""));
        return given.event().change().ci(build).build();
    }

    private static AgentTriggerRule.Match anyMatch(RandomGenerator random) {
        AgentTriggerRule.Match any = match(
                one(random, List.of(), List.of("t1"), List.of("t1", "t2")),
                one(random, ANYTHING, globs("acme/app"), globs("acme/*"), globs("acme/lib", "acme/app")),
                one(
                        random,
                        ANYTHING,
                        ANYTHING,
                        globs("main"),
                        globs("ma*", "dev"),
                        new GlobRules(List.of(), List.of("dev"))),
                one(
                        random,
                        ANY_LABELS,
                        ANY_LABELS,
                        new Labels(List.of("agent", "bug"), List.of()),
                        new Labels(List.of(), List.of("bug"))),
                one(random, "", "", "@claude", "@Codex"));
        return new AgentTriggerRule.Match(
                any.repositories(),
                any.events(),
                any.branches(),
                any.paths(),
                any.labels(),
                any.mention(),
                any.command(),
                any.actors(),
                anyBuild(random),
                any.when());
    }

    private static CiMatch anyBuild(RandomGenerator random) {
        return random.nextBoolean()
                ? CiMatch.ANY
                : new CiMatch(
                        one(random, List.of(), List.of("verify"), List.of("verify", "deploy")),
                        one(random, List.of(), List.of("test"), List.of("lint", "test")),
                        one(random, List.of(), List.of(), List.of("unit")),
                        List.of(),
                        one(random, "", "", "LoginIT"));
    }

    private static AgentTriggerRule.Match match(
            List<String> events, GlobRules repositories, GlobRules branches, Labels labels, String mention) {
        return new AgentTriggerRule.Match(
                repositories,
                events,
                branches,
                ANYTHING,
                labels,
                mention,
                "",
                new Actors(Permission.NONE, List.of()),
                CiMatch.ANY,
                "");
    }

    private static GlobRules globs(String... include) {
        return new GlobRules(List.of(include), List.of());
    }

    static AgentTriggerRule rule(String name, List<Source> sources, AgentTriggerRule.Match match) {
        AgentTriggerRule.Spec spec = PLAIN.spec();
        return new AgentTriggerRule(
                Metadata.named("acme", name, Map.of()),
                new AgentTriggerRule.Spec(
                        "",
                        LifecycleState.ACTIVE,
                        sources,
                        match,
                        spec.agentStack(),
                        spec.taskKind(),
                        spec.promptTemplate(),
                        spec.contextLabels(),
                        spec.contextBundleTemplate(),
                        spec.runnerPool(),
                        spec.approvalPolicy(),
                        spec.dedupePolicy(),
                        spec.concurrencyPolicy(),
                        spec.writeBackPolicy(),
                        spec.untrusted(),
                        spec.maxChainDepth(),
                        spec.selectable(),
                        spec.schedule(),
                        spec.scheduleTimeZone(),
                        spec.missedRuns()),
                PLAIN.status());
    }

    @SafeVarargs
    private static <T> T one(RandomGenerator random, T... all) {
        return all[random.nextInt(all.length)];
    }
}
