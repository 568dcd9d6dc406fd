package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewRecordTest {

    @ParameterizedTest
    @MethodSource("everything")
    void aReviewComesOutOfItsRecordAsTheSameBytes(ReasonsTest.Example example) {
        Given given = new Given();
        example.breaks().accept(given);
        for (Moment moment : Moment.values()) {
            String record = ReviewRecord.text(given.request(moment), given.facts());
            assertThat(ReviewRecord.recompute(record)).isEqualTo(record);
            assertThat(Json.readObject(record))
                    .extractingByKey("answerDigest")
                    .isEqualTo(given.at(moment).snapshotDigest().text());
        }
    }

    static Stream<ReasonsTest.Example> everything() {
        return ReasonsTest.examples();
    }

    @Test
    void soDoesWhateverFactsThereAre() {
        Seeds.forAll(200, random -> {
            Given given = AnyReview.any(random);
            String record = ReviewRecord.text(given.request(Moment.DRY_RUN), given.facts());
            assertThat(ReviewRecord.recompute(record)).isEqualTo(record);
        });
    }

    @Test
    void theAnswerInARecordIsNotBelieved() {
        Given given = new Given();
        given.grants.clear();
        String honest = ReviewRecord.text(given.request(Moment.LAUNCH), given.facts());
        String forged = honest.replace("\"decision\":\"denied\"", "\"decision\":\"allowed\"");
        assertThat(forged).isNotEqualTo(honest);
        assertThat(ReviewRecord.recompute(forged)).isEqualTo(honest);
    }

    @Test
    void whatTheReviewDidNotLookAtIsNotRecorded() {
        Given given = new Given();
        String before = ReviewRecord.text(given.request(Moment.LAUNCH), given.facts());
        for (int i = 0; i < 100; i++) {
            given.alsoGrant("other-" + i, Given.GRANT.replace("name: model", "name: other"));
        }
        assertThat(ReviewRecord.text(given.request(Moment.LAUNCH), given.facts()))
                .isEqualTo(before);
    }

    @Test
    void whatARecordLooksLike() throws IOException {
        Given given = GrantReasons.configured(new Given()).config("settings", "region");
        given.onlyGrant(DecisionMatrixTest.with("requiredApproval: always"));
        given.secrets = List.of(new SecretFact(
                "acme", "model", Set.of("api-key"), "v7", Optional.of(Instant.parse("2026-02-01T00:00:00Z"))));
        given.actor = new ActorFact(Set.of("alice"), Set.of("maintainers"), Set.of());
        given.gates = Set.of(Gate.CONFIG);
        String record = ReviewRecord.text(given.request(Moment.CREATE_DISPATCH), given.facts());
        GeneratedFile.at("krate-core/src/test/resources/records/permission-review.json")
                .mustBe(record + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\":\"TriggerDecision\"}",
                "{\"kind\":\"PermissionReview\"}",
                "{\"kind\":\"PermissionReview\",\"request\":{},\"facts\":{}}",
                "{\"kind\":\"PermissionReview\",\"request\":[],\"facts\":{}}"
            })
    void whatIsNoRecordIsRefused(String text) {
        assertThatThrownBy(() -> ReviewRecord.recompute(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedRecordsAreRefusedOrReadButNeverBreak() {
        Given given = GrantReasons.configured(new Given()).config("settings", "region");
        String record = ReviewRecord.text(given.request(Moment.CREATE_DISPATCH), given.facts());
        Seeds.forAll(400, random -> {
            Object tree = Json.read(record);
            String damaged = Json.write(Damage.of(tree, random));
            try {
                ReviewRecord.recompute(damaged);
            } catch (IllegalArgumentException | InvalidJsonException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void noValueOfASecretCanBeInARecord() {
        assertThat(Stream.of(SecretFact.class.getRecordComponents())
                        .map(component -> component.getName())
                        .toList())
                .containsExactly("namespace", "name", "keys", "version", "changedAt");
        assertThat(Map.of("grant", AgentSecretGrant.SecretRef.class.getRecordComponents().length))
                .containsEntry("grant", 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets", "configs", "roles"})
    @SuppressWarnings("unchecked")
    void nothingInAListOfFactsIsRefused(String member) {
        Given given = new Given();
        String record = ReviewRecord.text(given.request(Moment.LAUNCH), given.facts());
        Map<String, Object> facts = new LinkedHashMap<>(
                (Map<String, Object>) Json.readObject(record).get("facts"));
        facts.put(member, Collections.singletonList(null));
        String hostile = Json.write(Map.of(
                "kind", ReviewRecord.KIND, "request", Json.readObject(record).get("request"), "facts", facts));
        assertThat(hostile).isNotEqualTo(record);
        assertThatThrownBy(() -> ReviewRecord.recompute(hostile))
                .isInstanceOfAny(IllegalArgumentException.class, InvalidJsonException.class);
    }

    @Test
    void aGrantToNobodyIsRefused() {
        Given given = new Given();
        String record = ReviewRecord.text(given.request(Moment.LAUNCH), given.facts());
        String hostile = record.replaceAll("\"subject\":\\{[^}]*\\}", "\"subject\":null");
        assertThat(hostile).isNotEqualTo(record);
        assertThatThrownBy(() -> ReviewRecord.recompute(hostile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a grant in the facts names no kind of subject");
    }
}
