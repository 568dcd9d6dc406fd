package ai.a5c.krate.source.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.jenkins.BuildReport.Build;
import ai.a5c.krate.source.jenkins.BuildReport.Controller;
import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import ai.a5c.krate.source.jenkins.BuildReport.Failure;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildReportTest {

    private static final String SMALLEST = """
            {"version": 1, "controller": {"id": "c"}, "build": {"job": "app", "number": 1, "result": "failure",
             "kind": "freestyle", "startedAt": "2026-03-01T12:00:00Z", "endedAt": "2026-03-01T12:00:09Z"}}
            """;

    private static BuildReport read(String json) {
        return BuildReport.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theJsonIsAsTheContractSays() throws IOException {
        byte[] json = Reports.pipeline().json();
        GeneratedFile.at("krate-core/src/test/resources/jenkins/pipeline.json")
                .mustBe(Json.writeIndented(Json.readObject(json)));
        GeneratedFile.at("krate-core/src/test/resources/jenkins/smallest.json")
                .mustBe(Json.writeIndented(Json.readObject(read(SMALLEST).json())));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(BuildReport.read(Reports.pipeline().json())).isEqualTo(Reports.pipeline());
        assertThat(BuildReport.read(Reports.largest().json())).isEqualTo(Reports.largest());
        assertThat(BuildReport.read(read(SMALLEST).json())).isEqualTo(read(SMALLEST));
    }

    @Test
    void theLargestReportIsSmallEnoughToBeSent() {
        assertThat(Reports.largest().json().length).isBetween(500_000, BuildReport.MOST_BYTES);
    }

    @Test
    void whatIsNotKnownIsIgnored() {
        assertThat(read(SMALLEST.replace("{\"id\"", "{\"mood\": [1], \"id\"")
                        .replace("{\"version\"", "{\"x\": 1, \"version\"")))
                .isEqualTo(read(SMALLEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\": 1 | \"version\": 2 | $.version: expected 1; the plugin is newer than this program",
                "\"version\": 1 | \"version\": \"1\" | $.version: expected a whole number of at least 1",
                "\"version\": 1, | `` | $.version: expected a whole number of at least 1",
                "{\"id\": \"c\"} | [] | $.controller: expected an object",
                "\"id\": \"c\" | \"id\": \" \" | $.controller.id: expected a name",
                "\"id\": \"c\" | \"id\": 7 | $.controller.id: expected a text of at most 512 characters",
                "\"id\": \"c\" | \"id\": \"c\", \"url\": \"javascript:x\" | $.controller.url: expected an address that begins with https:// or http://",
                "\"number\": 1 | \"number\": 1.5 | $.build.number: expected a whole number of at least 1",
                "\"number\": 1 | \"number\": 99999999999999999999 | $.build.number: expected a whole number of at least 1",
                "\"result\": \"failure\" | \"result\": \"FAILURE\" | $.build.result: expected one of success, unstable, failure, not-built, aborted",
                "\"kind\": \"freestyle\" | \"kind\": 1 | $.build.kind: expected a text of at most 512 characters",
                "2026-03-01T12:00:09Z | yesterday | $.build.endedAt: expected a time such as 2026-01-31T12:00:00Z",
                "\"number\": 1 | \"number\": 1, \"upstream\": [{\"job\": \"a\", \"number\": 0}] | $.build.upstream[0].number: expected a whole number of at least 1",
                "\"number\": 1 | \"number\": 1, \"upstream\": [1] | $.build.upstream[0]: expected an object",
                "\"number\": 1 | \"number\": 1, \"causes\": {} | $.build.causes: expected a list of at most 20",
                "{\"version\" | {\"scm\": {\"commit\": \"HEAD\"}, \"version\" | $.scm.commit: expected 40 hex digits",
                "{\"version\" | {\"scm\": {\"pullRequest\": {\"number\": 3}}, \"version\" | $.scm.pullRequest.origin: expected one of same-repository, fork, unknown",
                "{\"version\" | {\"culprits\": [null], \"version\" | $.culprits[0]: expected a text of at most 512 characters",
                "{\"version\" | {\"failure\": {\"exitCode\": \"1\"}, \"version\" | $.failure.exitCode: expected a whole number of at least -2147483648",
                "{\"version\" | {{ | $: invalid JSON at line 1, column 2",
            })
    void whatIsWrongIsNamed(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(SMALLEST.replace(right, wrong)))
                .isInstanceOf(InvalidReportException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        String excerpt = "x".repeat(BuildReport.LONGEST_EXCERPT + 1);
        assertThatThrownBy(() -> read(SMALLEST.replace(
                        "{\"version\"", "{\"failure\": {\"excerpt\": \"" + excerpt + "\"}, \"version\"")))
                .hasMessage("$.failure.excerpt: expected a text of at most 16000 characters");
        assertThatThrownBy(() -> read(SMALLEST + " ".repeat(BuildReport.MOST_BYTES)))
                .hasMessage("$: expected at most 1048576 bytes");
        String tests = "{\"tests\": [" + "{\"name\": \"t\"},".repeat(100) + "{\"name\": \"t\"}], \"version\"";
        assertThatThrownBy(() -> read(SMALLEST.replace("{\"version\"", tests)))
                .hasMessage("$.tests: expected a list of at most 100");
    }

    @Test
    void longTextsAreCutBetweenCharactersAndHiddenOnesShown() {
        String face = "\ud83d\ude00";
        FailedTest test = new FailedTest("a\u202eb\nc", 1, "1\n\t2\u0000" + face.repeat(400));
        assertThat(test.name()).isEqualTo("a\ufffdb\ufffdc");
        assertThat(test.message())
                .startsWith("1\n\t2\ufffd" + face)
                .hasSize(499)
                .endsWith(face);
    }

    @Test
    void noPasswordOfAnAddressIsKept() {
        Scm scm = new Scm("https://ada:s3cret@git.example/acme/app.git", "main", "", Optional.empty());
        assertThat(scm.url()).isEqualTo("https://git.example/acme/app.git");
        assertThat(new Scm("ssh://git@git.example:2222/acme/app", "", "x", Optional.empty()).url())
                .isEqualTo("ssh://git.example:2222/acme/app");
        assertThat(new Controller("c", "https://ada:s3cret@jenkins.example/").url())
                .isEqualTo("https://jenkins.example/");
        assertThat(new Controller("c", "javascript:alert(1)").url()).isEmpty();
    }

    @Test
    void theDeliveryIdIsThatOfTheBuildAndNothingElse() {
        BuildReport report = Reports.pipeline();
        assertThat(report.deliveryId())
                .isEqualTo(report.withFailure(Optional.empty(), List.of()).deliveryId())
                .isNotEqualTo(of(report, "other", report.build()).deliveryId());
        Build build = report.build();
        assertThat(of(report, report.controller().id(), at(build, build.number() + 1, 0))
                        .deliveryId())
                .isNotEqualTo(report.deliveryId());
        assertThat(of(report, report.controller().id(), at(build, build.number(), 1))
                        .deliveryId())
                .isNotEqualTo(report.deliveryId());
    }

    private static BuildReport of(BuildReport like, String controller, Build build) {
        return BuildReport.of(new Controller(controller, like.controller().url()), build);
    }

    private static Build at(Build build, long number, long later) {
        return new Build(
                build.job(),
                number,
                build.startedAt().plusMillis(later),
                build.endedAt(),
                build.result(),
                build.url(),
                build.kind(),
                build.causes(),
                build.upstream(),
                build.rebuildOf());
    }

    @Test
    void aFailureMayBeKnownInPart() {
        Failure failure = read(SMALLEST.replace("{\"version\"", "{\"failure\": {\"step\": \"sh\"}, \"version\""))
                .failure()
                .orElseThrow();
        assertThat(failure).isEqualTo(new Failure(List.of(), "sh", "", Optional.empty(), "", "", ""));
    }
}
