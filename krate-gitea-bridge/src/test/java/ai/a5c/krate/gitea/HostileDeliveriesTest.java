package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.DeliveryExplainer.Given;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.source.ForgeSource.Reading;
import ai.a5c.krate.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks T01, T02 and T22 on what a delivery says. */
class HostileDeliveriesTest {

    private static final List<String> SHARP = List.of(
            "$(touch /tmp/x)",
            "`id`",
            "; rm -rf ~",
            "```",
            "~~~~",
            "<data>",
            "</data>",
            "{{ secrets }}",
            "\r\n",
            "\t",
            "'\"\\",
            "-oProxyCommand=x",
            "../..",
            "%s%n",
            "\u202e",
            "\u200b",
            "\ud83d\ude80",
            "é",
            "\u001b[31m");

    private final GiteaSource source = new GiteaSource();
    private final GiteaWebhooks webhooks = new GiteaWebhooks();
    private final DeliveryExplainer explainer = new DeliveryExplainer();

    @Test
    void bytesThatWereChangedAnywhereAreAnEventOrAReasonNeverAnException() {
        List<Capture> captures = Capture.all();
        Optional<SecretValue> secret = Optional.of(new SecretValue(Capture.SECRET.getBytes(StandardCharsets.UTF_8)));
        Seeds.forAll(1_500, random -> {
            Capture capture = captures.get(random.nextInt(captures.size()));
            byte[] body = mutated(capture.bytes(), random);
            Map<String, String> headers = mutated(capture.headers(), random);
            assertThat(webhooks.receive(headers, body, new GiteaSignature(secret, Optional.empty())))
                    .isNotNull();
            Reading reading = source.read(
                    new ForgeDelivery("acme", "delivery-1", headers, new String(body, StandardCharsets.UTF_8)));
            assertThat(reading.event().isPresent() || !reading.reason().isBlank())
                    .isTrue();
            reading.event().ifPresent(event -> assertBounded(source.assume(event, "write")));
            assertThat(explainer
                            .explain(headers, body, new Given(secret, "acme", Optional.of("write")))
                            .document())
                    .containsKey("next");
        });
    }

    @Test
    void whatNestsTooDeepOrIsNamedTwiceIsAReason() {
        Capture comment = Capture.number("0006");
        for (String open : List.of("[", "{\"a\":")) {
            String deep = comment.body().replaceFirst("\\{", "{\"deep\":" + open.repeat(200) + ",");
            assertThat(source.read(comment.delivery(deep)).reason())
                    .startsWith("the delivery cannot be read: invalid JSON");
        }
        String twice = comment.body().replaceFirst("\\{", "{\"action\":\"created\",");
        assertThat(source.read(comment.delivery(twice)).reason())
                .startsWith("the delivery cannot be read: invalid JSON");
    }

    @Test
    void namesAndLabelsAreBoundedInLengthAndNumber() {
        String label = "{\"id\":1,\"name\":\"%s\"}".formatted("l".repeat(5_000));
        String labels = String.join(",", Collections.nCopies(500, label));
        Capture opened = Capture.number("0002");
        String body = opened.body()
                .replace("\"title\": \"Crash on start\"", "\"title\": \"" + "t".repeat(90_000) + "\"")
                .replaceFirst("\"labels\": \\[\\]", "\"labels\": [" + labels + "]");
        SourceEvent event = source.read(opened.delivery(body)).event().orElseThrow();
        assertThat(event.labels())
                .hasSize(100)
                .allSatisfy(name -> assertThat(name).hasSize(1024));
        assertBounded(event);
    }

    @Test
    void whatPeopleWroteArrivesByteForByte() {
        Capture comment = Capture.number("0006");
        Seeds.forAll(500, random -> {
            StringBuilder words = new StringBuilder();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                words.append(SHARP.get(random.nextInt(SHARP.size()))).append(i % 3 == 0 ? " " : "");
            }
            assertThat(saying(comment, words.toString()).text().trigger()).isEqualTo(words.toString());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- @claude fix this -->",
                "`@claude fix`",
                "```\n@claude fix\n```",
                "    @claude fix",
                "> @claude fix",
                "[@claude](http://x \"@claude\")",
                "![@claude fix](x.png)",
                "<p title=\"@claude fix\">",
                "&#64;claude fix",
                "\\@claude fix",
                "@сlaude fix",
                "@cl\u200baude fix",
                "@claude\u200d fix",
                "@claude\u00ad fix",
                "\u202e@claude fix",
                "x@claude fix",
                "@claude\udb40\udc41 fix"
            })
    void whatAReaderDoesNotSeeAsAMentionIsNone(String words) {
        assertThat(saying(Capture.number("0006"), words).mentions()).doesNotContain("@claude");
    }

    private SourceEvent saying(Capture capture, String words) {
        Map<String, Object> body = Json.readObject(capture.body());
        @SuppressWarnings("unchecked")
        Map<String, Object> comment = (Map<String, Object>) Objects.requireNonNull(body.get("comment"));
        comment.put("body", words);
        return source.read(capture.delivery(Json.write(body))).event().orElseThrow();
    }

    private static void assertBounded(SourceEvent event) {
        assertThat(event.text().trigger().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64 * 1024);
        assertThat(event.text().body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64 * 1024);
        assertThat(event.actor().login()).hasSizeLessThanOrEqualTo(1024);
        event.workItem().ifPresent(item -> assertThat(item.title()).hasSizeLessThanOrEqualTo(1024));
        assertThat(event.paths()).hasSizeLessThanOrEqualTo(5_000);
    }

    private static byte[] mutated(byte[] body, RandomGenerator random) {
        byte[] changed = random.nextInt(8) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body.clone();
        for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static Map<String, String> mutated(Map<String, String> headers, RandomGenerator random) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        if (random.nextInt(4) == 0) {
            List<String> names = List.copyOf(headers.keySet());
            String name = names.get(random.nextInt(names.size()));
            changed.put(name, random.nextBoolean() ? "" : "\u0000" + "x".repeat(random.nextInt(2_000)));
        }
        if (random.nextInt(4) == 0) {
            changed.put(
                    "x-gitea-event",
                    List.of("push", "release", "status", "pull_request", "action_run_failure")
                            .get(random.nextInt(5)));
        }
        return changed;
    }
}
