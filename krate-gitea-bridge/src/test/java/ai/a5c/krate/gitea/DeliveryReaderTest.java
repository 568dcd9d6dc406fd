package ai.a5c.krate.gitea;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.source.ForgeSource.Reading;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryReaderTest {

    private static final List<Object> STRANGE = List.of(
            "", "x".repeat(70_000), -1, Long.MAX_VALUE, 1.5, true, List.of(), List.of(7), Map.of(), Map.of("id", "1"));

    private final GiteaSource source = new GiteaSource();

    @Test
    void everyDeliveryIsReadAsTheGoldenFileSays() throws IOException {
        String readings = Capture.all().stream()
                .map(capture -> "\"%s\": %s".formatted(capture.name(), rendered(source.read(capture.delivery()))))
                .collect(joining(",\n"));
        GeneratedFile.at("krate-gitea-bridge/src/test/resources/gitea/readings.json")
                .mustBe("{\n" + readings + "\n}\n");
    }

    @Test
    void anEventHasTheSameUidFromEveryDeliveryOfIt() {
        Capture comment = Capture.number("0006");
        ForgeDelivery replay = new ForgeDelivery(
                "acme", "another", comment.with("x-gitea-delivery", "new").headers(), comment.body());
        assertThat(event(source.read(replay)).uid())
                .isEqualTo(event(source.read(comment.delivery())).uid());
    }

    @Test
    void anEventHasAnotherUidInAnotherOrganization() {
        Capture comment = Capture.number("0006");
        ForgeDelivery other = new ForgeDelivery("other", "delivery-1", comment.headers(), comment.body());
        assertThat(event(source.read(other)).uid())
                .isNotEqualTo(event(source.read(comment.delivery())).uid());
    }

    @Test
    void everyCapturedEventHasAnotherUid() {
        assertThat(Capture.captured().stream()
                        .map(capture -> source.read(capture.delivery()))
                        .flatMap(reading -> reading.event().stream())
                        .map(SourceEvent::uid))
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"0003", "0005", "0012", "0015", "0016", "0018", "0021", "0022", "0011", "0036", "0038", "0040", "0074"})
    void whatIsAssignedLabelledClosedOrDeletedAsksForNothing(String number) {
        SourceEvent event = read(Capture.number(number));
        assertThat(event.text().trigger()).isEmpty();
        assertThat(event.mentions()).isEmpty();
    }

    @Test
    void anEditorIsNotTheAuthor() {
        SourceEvent event = read(Capture.number("0083"));
        assertThat(event.actor().login()).isEqualTo("root1");
        assertThat(event.actor().id()).isEqualTo("1");
        assertThat(event.text().triggerAuthorId()).isEqualTo("3");
    }

    @Test
    void aPullRequestOfAForkIsAFork() {
        assertThat(read(Capture.number("0028")).fork()).isTrue();
        assertThat(read(Capture.number("0026")).fork()).isFalse();
    }

    @Test
    void aPullRequestPushedByAnyReaderIsAForkThoughItsRepositoryIsTheSame() {
        assertThat(read(Capture.number("0081")).fork()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"label\": \"feature/alice\"', '\"label\": \"\"'",
        "'\"ref\": \"feature/alice\"', '\"ref\": \"refs/pull/3/head\"'"
    })
    void eachSignOfSuchAPullRequestIsEnough(String was, String is) {
        assertThat(read(changed(Capture.number("0026"), was, is)).fork()).isTrue();
    }

    @Test
    void aHeadWithoutARepositoryIsAFork() {
        Capture opened = Capture.number("0026");
        Map<String, Object> body = Json.readObject(opened.body());
        Map<String, Object> head = object(object(body, "pull_request"), "head");
        head.put("repo", null);
        assertThat(read(new Capture("", opened.headers(), Json.write(body))).fork())
                .isTrue();
    }

    @Test
    void aCommentOnAPullRequestDoesNotSayWhereTheCodeIs() {
        SourceEvent event = read(Capture.number("0033"));
        assertThat(event.source()).isEqualTo(Source.PR_COMMENT);
        assertThat(event.workItem()).contains(new WorkItem("pull-request", 3, "Fix division by zero"));
        assertThat(event.fork()).isTrue();
        assertThat(event.sha()).isEmpty();
    }

    @Test
    void headersAreNotSignedSoTheBodyMustFitTheEventTheyName() {
        assertThat(source.read(
                        Capture.number("0006").with("x-gitea-event", "issues").delivery()))
                .isEqualTo(refused("the event header says issues, the body is about a comment"));
        assertThat(source.read(Capture.number("0002")
                        .with("x-gitea-event", "issue_comment")
                        .delivery()))
                .isEqualTo(refused("the delivery cannot be read: expected an object at $.comment"));
        assertThat(source.read(Capture.number("0043")
                        .with("x-gitea-event", "pull_request")
                        .delivery()))
                .isEqualTo(refused("the event header says pull_request, the body is a review"));
        assertThat(source.read(Capture.number("0043")
                        .with("x-gitea-event", "pull_request_approved")
                        .delivery()))
                .isEqualTo(refused("the event header says pull_request_approved, the body is another review"));
        assertThat(source.read(Capture.number("0006").without("x-gitea-event").delivery()))
                .isEqualTo(refused("the delivery cannot be read: the header x-gitea-event names no event"));
    }

    @Test
    void aBuildThatFailedSaysWhereAndTheWholeDeliveryCanBeAsked() {
        SourceEvent failed = Capture.all().stream()
                .filter(capture -> capture.name().contains("workflow_job_completed_failure"))
                .map(this::read)
                .findFirst()
                .orElseThrow();
        Ci ci = failed.ci().orElseThrow();
        assertThat(List.of(ci.job(), ci.step(), ci.conclusion(), ci.failureSignature()))
                .containsExactly("test", "Run mvn test", "failure", "test/Run mvn test");
        assertThat(failed.payload().at("/workflow_job/steps/0/number")).contains(0);
        assertThat(CanonicalJson.text(failed)).doesNotContain("payload", "runner_name");
    }

    @Test
    void theForgesTestDeliveryStartsNothing() {
        assertThat(source.read(Capture.number("0085").delivery()))
                .isEqualTo(refused("nothing was pushed; it is the forge's test delivery"));
    }

    @Test
    void longTextIsCutAndNothingInItBreaksAStore() {
        Capture comment = Capture.number("0006");
        String hostile = "a\\u0000b\\ud800c" + "\\ud83d\\ude80".repeat(20_000);
        SourceEvent event = read(changed(comment, "\"body\": \"@claude fix this\"", "\"body\": \"" + hostile + "\""));
        assertThat(event.text().trigger())
                .startsWith("a\uFFFDb\uFFFDc\uD83D\uDE80")
                .endsWith("\uD83D\uDE80");
        assertThat(event.text().trigger().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(64 * 1024 - 3, 64 * 1024);
    }

    @Test
    void whatIsNoJsonObjectIsAReasonAndNoException() {
        Capture comment = Capture.number("0006");
        assertThat(source.read(comment.delivery("[]")))
                .isEqualTo(refused("the delivery cannot be read: expected a JSON object"));
        assertThat(source.read(comment.delivery("{\"action\":")).reason())
                .startsWith("the delivery cannot be read: invalid JSON at line 1");
        assertThat(source.read(comment.delivery("[".repeat(100_000))).reason())
                .startsWith("the delivery cannot be read: invalid JSON");
    }

    @Test
    void anyMemberOfAnyTypeIsAnEventOrAReasonNeverAnException() {
        List<Capture> captures = Capture.all();
        Seeds.forAll(2_000, random -> {
            Capture capture = captures.get(random.nextInt(captures.size()));
            Map<String, Object> body = Json.readObject(capture.body());
            for (int change = 0; change < 3; change++) {
                mutate(body, random);
            }
            Reading reading = source.read(capture.delivery(Json.write(body)));
            assertThat(reading.event().isPresent() || !reading.reason().isBlank())
                    .isTrue();
        });
    }

    /** Removes, empties or replaces one member somewhere in the tree. */
    private static void mutate(Map<String, Object> members, RandomGenerator random) {
        if (members.isEmpty()) {
            return;
        }
        String name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        if (members.get(name) instanceof LinkedHashMap<?, ?> && random.nextInt(4) > 0) {
            mutate(object(members, name), random);
        } else if (random.nextInt(3) == 0) {
            members.remove(name);
        } else {
            members.put(name, STRANGE.get(random.nextInt(STRANGE.size())));
        }
    }

    private static String rendered(Reading reading) {
        return reading.event()
                .map(CanonicalJson::text)
                .orElseGet(() -> CanonicalJson.text(Map.of("reason", reading.reason())));
    }

    private static Capture changed(Capture capture, String was, String is) {
        assertThat(capture.body()).contains(was);
        return new Capture(capture.name(), capture.headers(), capture.body().replace(was, is));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> of, String name) {
        return (Map<String, Object>) Objects.requireNonNull(of.get(name));
    }

    private SourceEvent read(Capture capture) {
        return event(source.read(capture.delivery()));
    }

    private static SourceEvent event(Reading reading) {
        assertThat(reading.reason()).isEmpty();
        return reading.event().orElseThrow();
    }

    private static Reading refused(String reason) {
        return new Reading(Optional.empty(), reason);
    }
}
