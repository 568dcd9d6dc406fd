package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forgejo signs and names each delivery under X-Forgejo-, X-Gitea- and X-Gogs- alike; a run of its Actions is its own. */
class ForgejoDeliveriesTest {

    private final GiteaSource source = new GiteaSource();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action_run_failure_push",
                "action_run_failure_fork_pull_request",
                "action_run_success_tag",
                "action_run_recover_push",
                "issue_comment_created"
            })
    void itsDeliveriesAreAcceptedByTheHeadersOfGitea(String name) {
        Capture capture = Capture.forgejo(name);
        GiteaSignature signature = new GiteaSignature(
                Optional.of(new SecretValue(Capture.SECRET.getBytes(StandardCharsets.UTF_8))), Optional.empty());
        assertThat(new GiteaWebhooks().receive(capture.headers(), capture.bytes(), signature))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.deliveryId()).isEqualTo(capture.header("x-forgejo-delivery")));
    }

    @Test
    void whatGiteaSendsTooIsTheSameEvent() {
        assertThat(CanonicalJson.text(read(Capture.forgejo("issue_comment_created"))))
                .isEqualTo(CanonicalJson.text(read(Capture.number("0006"))));
    }

    @Test
    void nothingDependsOnTheTypeOfAUser() {
        for (Capture capture : Capture.all()) {
            assertThat(rendered(source.read(capture.delivery(typed(capture, "Bot")))))
                    .as(capture.name())
                    .isEqualTo(rendered(source.read(capture.delivery())));
        }
    }

    @Test
    void aRunThatFailedOnABranchOfTheRepositoryIsOfThatBranch() {
        SourceEvent event = read(Capture.forgejo("action_run_failure_push"));
        assertThat(event.branch()).contains("feature/alice");
        assertThat(event.fork()).isFalse();
        assertThat(event.actor().login()).isEqualTo("alice");
        assertThat(event.ci().orElseThrow().conclusion()).isEqualTo("failure");
    }

    @ParameterizedTest
    @CsvSource({
        "'refs/heads/feature/alice', 'refs/tags/feature/alice'",
        "'\"is_fork_pull_request\": false', '\"is_fork_pull_request\": true'",
        "'\"event\": \"push\"', '\"event\": \"pull_request_target\"'",
        "'\"prettyref\": \"feature/alice\"', '\"prettyref\": \"main\"'",
        "'\"event_payload\": \"{', '\"event_payload\": \"broken{'"
    })
    void aRunIsOfNoBranchUnlessAllThatItSaysAgrees(String was, String is) {
        Capture capture = Capture.forgejo("action_run_failure_push");
        assertThat(capture.body()).contains(was);
        SourceEvent event = source.read(capture.delivery(capture.body().replace(was, is)))
                .event()
                .orElseThrow();
        assertThat(event.branch()).isEmpty();
        assertThat(event.fork()).isTrue();
    }

    @Test
    void aRunForAPullRequestNamesItAndIsOfUnknownOrigin() {
        SourceEvent event = read(Capture.forgejo("action_run_failure_fork_pull_request"));
        assertThat(event.workItem()).contains(new SourceEvent.WorkItem("pull-request", 4, ""));
        assertThat(event.fork()).isTrue();
    }

    @Test
    void aRunWithoutARepositoryIsAReason() {
        Capture capture = Capture.forgejo("action_run_failure_push");
        assertThat(source.read(capture.delivery("{\"run\":[]}")).reason())
                .isEqualTo("the delivery cannot be read: expected an object at $.run");
        assertThat(source.read(capture.delivery(capture.body().replace("\"repository\"", "\"somewhere\"")))
                        .reason())
                .isEqualTo("the delivery cannot be read: expected an object at $.repository");
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }

    private static String rendered(Reading reading) {
        return reading.event().map(CanonicalJson::text).orElse(reading.reason());
    }

    private static String typed(Capture capture, String type) {
        return Json.write(typed(Json.readObject(capture.body()), type));
    }

    private static Object typed(Object value, String type) {
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> typed = new LinkedHashMap<>();
            members.forEach((name, member) -> typed.put(name.toString(), member == null ? null : typed(member, type)));
            if (members.containsKey("login")) {
                typed.put("type", type);
            }
            return typed;
        }
        if (value instanceof List<?> items) {
            List<Object> typed = new ArrayList<>();
            items.forEach(item -> typed.add(typed(item, type)));
            return typed;
        }
        return value;
    }
}
