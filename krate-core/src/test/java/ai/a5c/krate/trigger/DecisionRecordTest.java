package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trigger.AdmissionFacts.Join;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionRecordTest {

    private static final AdmissionFacts BUSY =
            AdmissionFacts.of(new ActiveRuns(List.of("a"), Optional.of("q"), 2, Optional.empty()));
    private static final AdmissionFacts FULL = new AdmissionFacts(
            ActiveRuns.NONE,
            Optional.empty(),
            List.of(new Quota(Quota.Of.ACTOR, "alice", "120/h", 3), new Quota(Quota.Of.RULE, "r", "20/h", 20)),
            Optional.empty());
    private static final AdmissionFacts OTHER_KIND = new AdmissionFacts(
            ActiveRuns.NONE,
            Optional.of(new Join("run-1", "on-failure", "workflow_job.completed", "pull-request/3")),
            List.of(),
            Optional.empty());
    private static final AdmissionFacts ECHO =
            AdmissionFacts.ofEcho(new Reason("OwnEcho", "Krate wrote this text itself"));

    private static DecisionRecord record(String members, AdmissionFacts facts) {
        return DecisionRecord.of(AdmissionTest.match(members), new Given().event(), facts);
    }

    private static DecisionRecord of(Decision decision) {
        return switch (decision) {
            case CREATED -> record("", AdmissionFacts.NONE);
            case COALESCED -> record("", OTHER_KIND);
            case QUEUED -> record("concurrencyPolicy: { mode: queue }", BUSY);
            case SUPERSEDED ->
                record("concurrencyPolicy: { mode: queue }", BUSY)
                        .turned(Decision.SUPERSEDED, List.of(new Reason("Superseded", "run 'b' took its place")));
            case REJECTED -> record("concurrencyPolicy: { rate: 20/h }", FULL);
            case AWAITING_APPROVAL -> {
                Given given = new Given();
                given.trust = Trust.UNTRUSTED;
                yield DecisionRecord.of(AdmissionTest.match("untrusted: ask"), given.event(), AdmissionFacts.NONE);
            }
            case SUPPRESSED -> record("", ECHO);
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfDecisionHasItsGoldenFileAndComesOutOfItAgain(Decision decision) throws IOException {
        DecisionRecord record = of(decision);
        String word = Words.of(decision);
        assertThat(record.outcome().decision()).isEqualTo(word);
        GeneratedFile.at("krate-core/src/test/resources/ai/a5c/krate/trigger/decision-%s.json".formatted(word))
                .mustBe(record.text());
        assertThat(DecisionRecord.recompute(record.text())).isEqualTo(record.text());
        assertThat(DecisionRecord.differences(record.text())).isEmpty();
        assertThat(record.digest()).isEqualTo(CanonicalJson.digest(record));
    }

    @Test
    void whatAMaintainerAgreedToComesOutAgain() {
        Given given = new Given();
        given.trust = Trust.UNTRUSTED;
        DecisionRecord record =
                DecisionRecord.ofApproved(AdmissionTest.match("untrusted: ask"), given.event(), AdmissionFacts.NONE);
        assertThat(record.outcome().decision()).isEqualTo("created");
        assertThat(DecisionRecord.recompute(record.text())).isEqualTo(record.text());
    }

    @Test
    void anEventOfWhichLittleIsKnownComesOutAgainAndSaysWhatIsMissing() {
        Given given = new Given();
        given.sha = Optional.empty();
        given.branch = Optional.empty();
        given.workItem = Optional.empty();
        given.paths = List.of();
        given.actor = new SourceEvent.Actor("alice", "7", "unknown", false);
        Match match = TriggerEvaluator.evaluate(given.event(), CompiledRules.of(List.of(Given.rule("r", ""))))
                .matches()
                .get(0);
        DecisionRecord record = DecisionRecord.of(match, given.event(), AdmissionFacts.NONE);
        assertThat(record.outcome().missing())
                .containsExactly("actor.permission", "branch", "paths", "sha", "workItem");
        assertThat(DecisionRecord.recompute(record.text())).isEqualTo(record.text());
    }

    @Test
    void theOrderOfListsAndMembersDoesNotShow() {
        String rule = "sources: [%s], match: { labels: { any: [%s] }, actors: { exclude: [%s] } }";
        String members = rule.formatted("pr-comment, issue-comment", "bug, feature", "x, y");
        Given given = new Given();
        given.labels = List.of("bug", "urgent");
        DecisionRecord record = DecisionRecord.of(AdmissionTest.match(members), given.event(), BUSY);
        given.labels = List.of("urgent", "bug");
        DecisionRecord other = DecisionRecord.of(
                AdmissionTest.match(rule.formatted("issue-comment, pr-comment", "feature, bug", "y, x")),
                given.event(),
                BUSY);
        assertThat(other.text()).isEqualTo(record.text());
        Seeds.forAll(
                200,
                random -> assertThat(
                                DecisionRecord.recompute(Json.write(shuffled(Json.readObject(record.text()), random))))
                        .isEqualTo(record.text()));
    }

    /** The same with the members of all objects, and the lists of texts in event and rule, in another order. */
    private static Object shuffled(Object value, RandomGenerator random) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> shuffled = new LinkedHashMap<>();
            Seeds.shuffled(List.copyOf(map.keySet()), random)
                    .forEach(name -> shuffled.put(name, shuffled(Objects.requireNonNull(map.get(name)), random)));
            return shuffled;
        }
        return value instanceof List<?> items && items.stream().allMatch(String.class::isInstance)
                ? Seeds.shuffled(items, random)
                : value;
    }

    @ParameterizedTest
    @MethodSource
    void aTamperedRecordComesOutDifferentAndSaysWhere(String was, String is, String where) {
        String text = record("", BUSY).text();
        assertThat(text).contains(was);
        String tampered = text.replace(was, is);
        assertThat(DecisionRecord.recompute(tampered)).isNotEqualTo(tampered);
        assertThat(DecisionRecord.differences(tampered))
                .extracting(difference -> difference.substring(0, difference.indexOf(':')))
                .contains(where);
    }

    static Stream<List<String>> tampered() {
        return Stream.of(
                List.of("\"decision\":\"coalesced\"", "\"decision\":\"created\"", "$.outcome.decision"),
                List.of("\"joinedRun\":\"q\"", "\"joinedRun\":\"other\"", "$.outcome.joinedRun"),
                List.of("\"login\":\"alice\"", "\"login\":\"mallory\"", "$.digests.event"),
                List.of("\"trust\":\"trusted\"", "\"trust\":\"untrusted\"", "$.outcome.decision"),
                List.of("\"queued\":\"q\"", "\"queued\":\"p\"", "$.digests.facts"),
                List.of("\"lifecycleState\":\"active\"", "\"lifecycleState\":\"paused\"", "$.outcome.decision"),
                List.of("\"mode\":\"coalesce\"", "\"mode\":\"reject\"", "$.digests.rule"));
    }

    static Stream<Arguments> aTamperedRecordComesOutDifferentAndSaysWhere() {
        return tampered().map(List::toArray).map(Arguments::of);
    }

    @Test
    void aDifferenceShowsBothValues() {
        String tampered = record("", BUSY).text().replace("\"joinedRun\":\"q\"", "\"joinedRun\":\"other\"");
        assertThat(DecisionRecord.differences(tampered))
                .containsExactly("$.outcome.joinedRun: the record says \"other\", it comes out as \"q\"");
        assertThat(DecisionRecord.differences(record("", BUSY).text() + " "))
                .containsExactly("$: the same values, but not written as canonical JSON");
    }

    @Test
    void whatIsNoRecordIsRefused() {
        assertThatThrownBy(() -> DecisionRecord.recompute("{\"kind\":\"PermissionReview\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this is no record of a trigger decision; its kind must be TriggerDecision");
        for (String text : List.of(
                "{}", "[]", "x", "{\"kind\":\"TriggerDecision\"}", "{\"kind\":\"TriggerDecision\",\"event\":{}}")) {
            assertThatThrownBy(() -> DecisionRecord.recompute(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyDecisionHasItsOwnDigest() {
        assertThat(Stream.of(Decision.values())
                        .map(DecisionRecordTest::of)
                        .map(DecisionRecord::digest)
                        .collect(Collectors.toSet()))
                .hasSize(Decision.values().length);
    }

    @Test
    void aLaterStepCanTurnItAndAddsItsReasons() {
        DecisionRecord turned = of(Decision.SUPERSEDED);
        assertThat(turned.outcome().reasons()).extracting(Reason::code).containsExactly("WorkItemBusy", "Superseded");
        String queued = of(Decision.QUEUED).text();
        assertThat(DecisionRecord.turned(
                        queued, Decision.SUPERSEDED, List.of(new Reason("Superseded", "run 'b' took its place"))))
                .isEqualTo(turned.text());
    }

    @Test
    void aQuotaOfNothingIsRefused() {
        String hostile =
                record("concurrencyPolicy: { rate: 20/h }", FULL).text().replace("\"of\":\"rule\"", "\"of\":null");
        assertThatThrownBy(() -> DecisionRecord.recompute(hostile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this is no record of a trigger decision: $.facts.quotas does not say of what");
    }
}
