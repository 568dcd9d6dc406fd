package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionRecordTest {

    private static final ActiveRuns BUSY = new ActiveRuns(List.of("a"), Optional.of("q"), 2, Optional.empty());

    @Test
    void saysEverythingThatTheDecisionFollowedFrom() {
        Given given = new Given();
        Match match = AdmissionTest.match("concurrencyPolicy: { mode: queue }");
        DecisionRecord record = DecisionRecord.of(match, given.event(), BUSY);
        assertThat(record.text())
                .isEqualTo("{\"approved\":false,\"decision\":\"queued\","
                        + "\"dedupeKey\":\"acme/app:pull-request/3:0123456789012345678901234567890123456789\","
                        + "\"endedRuns\":[\"q\"],\"event\":\"" + CanonicalJson.digest(given.event())
                        + "\",\"eventUid\":\"uid-1\","
                        + "\"facts\":{\"ofRule\":2,\"queued\":\"q\",\"workItem\":[\"a\"]},\"organization\":\"acme\","
                        + "\"reasons\":[{\"code\":\"WorkItemBusy\",\"message\":\"the work item has 1 active run and the rule allows 1\"}],"
                        + "\"rule\":\"" + CanonicalJson.digest(match.rule().spec()) + "\",\"ruleDigest\":\""
                        + match.ruleDigest() + "\",\"ruleName\":\"r\"}");
        assertThat(record.digest()).isEqualTo(CanonicalJson.digest(record));
    }

    @Test
    void comesOutTheSameFromTheSameAndDifferentFromAnythingElse() {
        Given given = new Given();
        Match match = AdmissionTest.match("");
        DecisionRecord record = DecisionRecord.of(match, given.event(), BUSY);
        assertThat(DecisionRecord.of(AdmissionTest.match(""), new Given().event(), BUSY))
                .isEqualTo(record);
        Given redelivered = new Given();
        redelivered.deliveryRef = "d2";
        assertThat(Stream.of(
                                record,
                                DecisionRecord.of(match, redelivered.event(), BUSY),
                                DecisionRecord.of(match, given.event(), ActiveRuns.NONE),
                                DecisionRecord.ofApproved(match, given.event(), BUSY),
                                DecisionRecord.of(AdmissionTest.match("promptTemplate: x"), given.event(), BUSY))
                        .map(DecisionRecord::digest))
                .doesNotHaveDuplicates();
    }

    @Test
    void namesTheRunsThatWereJoinedOrEnded() {
        Given given = new Given();
        DecisionRecord joined = DecisionRecord.of(AdmissionTest.match(""), given.event(), BUSY);
        assertThat(joined.decision()).isEqualTo(Decision.COALESCED);
        assertThat(joined.joinedRun()).contains("q");
        assertThat(joined.endedRuns()).isEmpty();
        DecisionRecord cancelled = DecisionRecord.of(
                AdmissionTest.match("concurrencyPolicy: { mode: cancel-previous }"), given.event(), BUSY);
        assertThat(cancelled.decision()).isEqualTo(Decision.CREATED);
        assertThat(cancelled.joinedRun()).isEmpty();
        assertThat(cancelled.endedRuns()).containsExactly("a", "q");
        given.trust = Trust.UNTRUSTED;
        assertThat(DecisionRecord.of(AdmissionTest.match("untrusted: ask"), given.event(), BUSY)
                        .decision())
                .isEqualTo(Decision.AWAITING_APPROVAL);
        assertThat(DecisionRecord.ofApproved(AdmissionTest.match("untrusted: ask"), given.event(), BUSY)
                        .decision())
                .isEqualTo(Decision.COALESCED);
    }

    @Test
    void aLaterStepCanTurnItAndAddsItsReasons() {
        DecisionRecord record = DecisionRecord.of(AdmissionTest.match(""), new Given().event(), ActiveRuns.NONE);
        DecisionRecord turned = record.turned(Decision.REJECTED, List.of(new Reason("MissingSecretGrant", "no grant")));
        assertThat(turned.decision()).isEqualTo(Decision.REJECTED);
        assertThat(turned.reasons()).extracting(Reason::code).containsExactly("Admitted", "MissingSecretGrant");
        assertThat(turned.facts()).isEqualTo(record.facts());
    }
}
