package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.AdmissionDecision.AwaitApproval;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Create;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import ai.a5c.krate.trigger.AdmissionDecision.Reject;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    private static final Reason ONE_BUSY =
            new Reason("WorkItemBusy", "the work item has 1 active run and the rule allows 1");
    private static final Reason RULE_BUSY = new Reason("RuleBusy", "rule 'r' has 1 active run and allows 1");
    private static final Reason WAITS = new Reason("WorkItemBusy", "run 'q' of the work item waits already");

    @Test
    void whatNothingHindersIsCreated() {
        AdmissionDecision decision = decide("", new Given(), ActiveRuns.NONE);
        assertThat(decision).isEqualTo(new Create());
        assertThat(decision.outcome()).isEqualTo(Decision.CREATED);
        assertThat(decision.reason()).isEqualTo(new Reason("Admitted", "nothing stands in the way"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Trust.class,
            names = {"MEMBER", "UNTRUSTED"})
    void lessThanTrustedWorkIsIgnoredAndOnlyTheKnownLearnWhy(Trust trust) {
        Given given = distrusted(trust);
        Reject reject = (Reject) decide("untrusted: ignore", given, ActiveRuns.NONE);
        String message =
                "rule 'r' starts nothing by itself for alice, who is %s here (no write permission); somebody who may write can ask for the same"
                        .formatted(trust.name().toLowerCase(Locale.ROOT));
        assertThat(reject).isEqualTo(new Reject(new Reason("UntrustedSource", message)));
        assertThat(reject.outcome()).isEqualTo(Decision.REJECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trust.class,
            names = {"MEMBER", "UNTRUSTED"})
    void lessThanTrustedWorkAsksAMaintainerForThisVeryHead(Trust trust) {
        Given given = distrusted(trust);
        AwaitApproval asked = (AwaitApproval) decide("untrusted: ask", given, ActiveRuns.NONE);
        String why = "rule 'r' starts nothing by itself for alice, who is %s here (no write permission); "
                .formatted(trust.name().toLowerCase(Locale.ROOT));
        String atHead = why + "a maintainer can admit it with '/krate ok 0123456789012345678901234567890123456789'";
        assertThat(asked).isEqualTo(new AwaitApproval(new Reason("UntrustedSource", atHead)));
        assertThat(asked.outcome()).isEqualTo(Decision.AWAITING_APPROVAL);
        given.sha = Optional.empty();
        assertThat(decide("untrusted: ask", given, ActiveRuns.NONE).reason().message())
                .isEqualTo(why + "a maintainer can admit it with '/krate approve'");
    }

    @Test
    void whatAMaintainerAgreedToIsNotAskedAgainButStillCounted() {
        Given given = distrusted(Trust.UNTRUSTED);
        Match match = match("untrusted: ask");
        assertThat(Admission.decideApproved(match, given.event(), AdmissionFacts.NONE))
                .isEqualTo(new Create());
        assertThat(Admission.decideApproved(match, given.event(), AdmissionFacts.of(active(List.of("a"), "", 1))))
                .isEqualTo(new Coalesce("a", ONE_BUSY));
    }

    @ParameterizedTest
    @MethodSource
    void anExcludedActorNeverStartsOrAsksAnything(SourceEvent.Actor actor, Trust trust) {
        Given given = new Given();
        given.actor = actor;
        given.trust = trust;
        Match match = match("untrusted: ask, match: { actors: { exclude: [Renovate] } }");
        Reject excluded = new Reject(new Reason("ActorExcluded", "rule 'r' does not listen to " + actor.login()));
        assertThat(Admission.decide(match, given.event(), AdmissionFacts.NONE)).isEqualTo(excluded);
        assertThat(Admission.decideApproved(match, given.event(), AdmissionFacts.NONE))
                .isEqualTo(excluded);
    }

    static Stream<Arguments> anExcludedActorNeverStartsOrAsksAnything() {
        SourceEvent.Actor excluded = new SourceEvent.Actor("renovate", "9", "write", false);
        SourceEvent.Actor self = new SourceEvent.Actor("krate", "1", "write", true);
        return Stream.of(excluded, self)
                .flatMap(actor -> Stream.of(Trust.values()).map(trust -> Arguments.of(actor, trust)));
    }

    @Test
    void theSameRequestAgainJoinsItsRunWhateverElseIsUnderWay() {
        ActiveRuns facts = new ActiveRuns(List.of("a"), Optional.of("q"), 9, Optional.of("first"));
        assertThat(decide("concurrencyPolicy: { mode: reject }", new Given(), facts))
                .isEqualTo(new Coalesce(
                        "first", new Reason("SameRequest", "run 'first' was created for the same request")));
    }

    @Test
    void trustIsAskedBeforeTheSameRequestJoins() {
        ActiveRuns facts = new ActiveRuns(List.of(), Optional.empty(), 0, Optional.of("first"));
        assertThat(decide("untrusted: ignore", distrusted(Trust.UNTRUSTED), facts)
                        .outcome())
                .isEqualTo(Decision.REJECTED);
        assertThat(decide("untrusted: ask", distrusted(Trust.UNTRUSTED), facts).outcome())
                .isEqualTo(Decision.AWAITING_APPROVAL);
    }

    @Test
    void aWorkItemsRateIsUsedByRunsAloneAndHoldsForWhatWasApprovedToo() {
        Quota full = new Quota(
                Quota.Of.WORK_ITEM, "app issue/1", "2/h", 2, Optional.of(Instant.parse("2026-11-22T13:01:00Z")));
        AdmissionFacts idle = new AdmissionFacts(ActiveRuns.NONE, Optional.empty(), List.of(full), Optional.empty());
        AdmissionFacts busy =
                new AdmissionFacts(active(List.of("a"), "", 1), Optional.empty(), List.of(full), Optional.empty());
        Given given = new Given();
        for (AdmissionDecision decision : List.of(
                Admission.decide(match(""), given.event(), idle),
                Admission.decideApproved(match(""), given.event(), idle))) {
            assertThat(decision.outcome()).isEqualTo(Decision.REJECTED);
            assertThat(decision.reason())
                    .isEqualTo(new Reason(
                            "RateLimited",
                            "work item 'app issue/1' has used up its 2/h; it is free again at 2026-11-22T13:01:00Z"));
        }
        assertThat(Admission.decide(match(""), given.event(), busy).outcome())
                .as("who joins a run makes none")
                .isEqualTo(Decision.COALESCED);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource
    void beyondALimitTheModeDecides(String policy, ActiveRuns facts, AdmissionDecision expected) {
        assertThat(decide("concurrencyPolicy: { %s }".formatted(policy), new Given(), facts))
                .isEqualTo(expected);
    }

    static Stream<Arguments> beyondALimitTheModeDecides() {
        ActiveRuns busy = active(List.of("a"), "", 1);
        ActiveRuns both = active(List.of("a"), "q", 1);
        ActiveRuns elsewhere = active(List.of(), "", 1);
        ActiveRuns waiting = active(List.of(), "q", 1);
        Reason two = new Reason("WorkItemBusy", "the work item has 3 active runs and the rule allows 2");
        return Stream.of(
                Arguments.of("mode: coalesce", busy, new Coalesce("a", ONE_BUSY)),
                Arguments.of("mode: coalesce", both, new Coalesce("q", ONE_BUSY)),
                Arguments.of("mode: queue", busy, new Queue(Optional.empty(), ONE_BUSY)),
                Arguments.of("mode: queue", both, new Queue(Optional.of("q"), ONE_BUSY)),
                Arguments.of("mode: cancel-previous", busy, new CancelPrevious(List.of("a"), ONE_BUSY)),
                Arguments.of("mode: cancel-previous", both, new CancelPrevious(List.of("a", "q"), ONE_BUSY)),
                Arguments.of("mode: reject", busy, new Reject(ONE_BUSY)),
                Arguments.of(
                        "mode: cancel-previous, maxActivePerWorkItem: 2",
                        active(List.of("a", "b", "c"), "", 3),
                        new CancelPrevious(List.of("a", "b"), two)),
                Arguments.of(
                        "mode: coalesce, maxActivePerWorkItem: 2",
                        active(List.of("a", "b", "c"), "", 3),
                        new Coalesce("c", two)),
                Arguments.of("mode: reject, maxActivePerWorkItem: 2", busy, new Create()),
                Arguments.of("mode: reject, maxActivePerWorkItem: 0", busy, new Create()),
                Arguments.of("mode: coalesce, maxActive: 1", elsewhere, new Queue(Optional.empty(), RULE_BUSY)),
                Arguments.of("mode: queue, maxActive: 1", elsewhere, new Queue(Optional.empty(), RULE_BUSY)),
                Arguments.of("mode: cancel-previous, maxActive: 1", elsewhere, new Queue(Optional.empty(), RULE_BUSY)),
                Arguments.of("mode: reject, maxActive: 1", elsewhere, new Reject(RULE_BUSY)),
                Arguments.of("mode: coalesce, maxActive: 1", waiting, new Coalesce("q", RULE_BUSY)),
                Arguments.of("mode: queue, maxActive: 1", waiting, new Queue(Optional.of("q"), RULE_BUSY)),
                Arguments.of("mode: reject, maxActive: 2", elsewhere, new Create()),
                Arguments.of("mode: coalesce", waiting, new Coalesce("q", WAITS)),
                Arguments.of("mode: queue", waiting, new Queue(Optional.of("q"), WAITS)),
                Arguments.of("mode: cancel-previous", waiting, new CancelPrevious(List.of("q"), WAITS)),
                Arguments.of("mode: reject", waiting, new Reject(WAITS)));
    }

    @Test
    void aFloodOnOneWorkItemLeavesOneActiveAndTheNewestWaiting() {
        List<String> running = new ArrayList<>();
        Optional<String> queued = Optional.empty();
        for (int i = 0; i < 500; i++) {
            AdmissionDecision decision = decide(
                    "concurrencyPolicy: { mode: queue }",
                    new Given(),
                    new ActiveRuns(running, queued, running.size(), Optional.empty()));
            if (decision instanceof Create) {
                running.add("run-" + i);
            } else {
                assertThat(((Queue) decision).supersedes()).isEqualTo(queued);
                queued = Optional.of("run-" + i);
            }
        }
        assertThat(running).containsExactly("run-0");
        assertThat(queued).contains("run-499");
    }

    private static ActiveRuns active(List<String> workItem, String queued, int ofRule) {
        return new ActiveRuns(workItem, Optional.of(queued).filter(run -> !run.isEmpty()), ofRule, Optional.empty());
    }

    private static Given distrusted(Trust trust) {
        Given given = new Given();
        given.trust = trust;
        given.trustReason = "no write permission";
        return given;
    }

    private static AdmissionDecision decide(String members, Given given, ActiveRuns facts) {
        return Admission.decide(match(members), given.event(), AdmissionFacts.of(facts));
    }

    static Match match(String members) {
        return TriggerEvaluator.evaluate(new Given().event(), CompiledRules.of(List.of(Given.rule("r", members))))
                .matches()
                .get(0);
    }
}
