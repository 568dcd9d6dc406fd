package ai.a5c.krate.source.generic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.source.ForgeSource.Reading;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericSourceTest {

    private static final String BODY = """
            {"event": "build.finished", "id": "42", "source": "ci", "repository": "acme/app", "branch": "main",
             "sha": "0123456789012345678901234567890123456789", "actor": "jenkins", "at": "2026-03-01T12:00:00Z",
             "text": "@claude look", "color": "red",
             "ci": {"workflow": "nightly", "job": "it", "conclusion": "timed_out", "exitCode": 124, "testNames": ["A"]}}
            """;

    private final GenericSource source = new GenericSource();

    private Reading read(String body) {
        return source.read(new ForgeDelivery("acme", "delivery-1", Map.of(), body));
    }

    private SourceEvent event(String body) {
        Reading reading = read(body);
        assertThat(reading.reason()).isEmpty();
        return reading.event().orElseThrow();
    }

    @Test
    void aDeliveryIsReadAsItSays() {
        SourceEvent event = event(BODY);
        assertThat(event.source()).isEqualTo(Source.CI);
        assertThat(event.type()).isEqualTo("build.finished");
        assertThat(event.branch()).contains("main");
        assertThat(event.mentions()).containsExactly("@claude");
        assertThat(event.ci()).hasValueSatisfying(ci -> {
            assertThat(ci.conclusion()).isEqualTo("timed-out");
            assertThat(ci.exitCode()).contains(124);
        });
        assertThat(event.payload().at("/color")).contains("red");
        assertThat(event.trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void theSameHappeningHasTheSameUidWheneverItIsSent() {
        assertThat(event(BODY.replace("12:00:00", "13:00:00")).uid())
                .isEqualTo(event(BODY).uid());
        assertThat(event(BODY.replace("\"42\"", "\"43\"")).uid())
                .isNotEqualTo(event(BODY).uid());
    }

    @Test
    void aSignedDeliveryIsAMembersAndNeverMore() {
        Forge here = new Forge("https://gitea.example", "acme", "app", Optional.empty());
        Forge elsewhere = new Forge("https://gitea.example", "acme", "other", Optional.empty());
        assertThat(source.enrich(here, event(BODY)).trust()).isEqualTo(Trust.MEMBER);
        assertThat(source.enrich(elsewhere, event(BODY)).trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"build.finished\" | 7 | $.event: expected a text",
                "\"build.finished\" | \"Build!\" | $.event: expected a word such as deploy.finished",
                "\"acme/app\" | \"app\" | $.repository: expected owner/name",
                "\"42\" | \"\" | $.id: expected what tells this happening from all others",
                "\"ci\", \"rep | \"push\", \"rep | $.source: expected webhook, repository-dispatch or ci",
                "2026-03-01T12:00:00Z | yesterday | $.at: expected a time such as 2026-01-31T12:00:00Z",
                "0123456789012345678901234567890123456789 | main | $.sha: expected 40 hex digits",
                "\"timed_out\" | \"boom\" | $.ci.conclusion: expected such as success, failure or timed-out",
                "124 | \"x\" | $.ci.exitCode: expected a whole number",
                "[\"A\"] | [1] | $.ci.testNames: expected at most 1000 names of tests",
            })
    void whatIsWrongIsSaidWithItsPlace(String was, String is, String reason) {
        assertThat(BODY).contains(was);
        assertThat(read(BODY.replace(was, is)))
                .isEqualTo(new Reading(Optional.empty(), "the delivery cannot be read: " + reason));
    }

    @Test
    void anyMemberOfAnyTypeIsAnEventOrAReasonNeverAnException() {
        List<Object> strange =
                List.of("", "\u0000", "x".repeat(2_000), -1, 1.5, true, List.of(), List.of(7), Map.of("a", 1));
        Seeds.forAll(1_000, random -> {
            Map<String, Object> body = Json.readObject(BODY);
            List<String> names = List.copyOf(body.keySet());
            body.put(names.get(random.nextInt(names.size())), strange.get(random.nextInt(strange.size())));
            Reading reading = read(Json.write(body));
            assertThat(reading.event().isPresent() || !reading.reason().isBlank())
                    .isTrue();
        });
    }
}
