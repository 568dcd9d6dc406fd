package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GiteaExplainCommandTest {

    private static final Path CAPTURES = Path.of("../krate-gitea-bridge/src/test/resources/gitea/captures");
    private static final String ASKED = "0006_issue_comment_created.json";
    private static final String SECRET = "s3cr3t";

    @TempDir
    Path directory;

    /** Nobody listens there: the command asks no server. */
    private final Typed typed = new Typed("http://127.0.0.1:1", "krt_environment");

    @Test
    void anAuthenticRequestOfAWriterIsTrusted() {
        assertThat(explain(capture(ASKED), "--secret", SECRET, "--permission", "write", "--org", "acme"))
                .as(typed.err())
                .isZero();
        Map<String, Object> told = Json.readObject(typed.out());
        assertThat(told.keySet()).containsExactly("signature", "event", "trust", "mentions", "commands", "next");
        assertThat(told.get("signature"))
                .isEqualTo(Map.of(
                        "verdict",
                        "Valid",
                        "message",
                        "the body was signed with this secret",
                        "deliveryId",
                        header(capture(ASKED), "X-Gitea-Delivery")));
        assertThat(told.get("trust"))
                .isEqualTo(
                        Map.of("verdict", "trusted", "reasons", List.of("alice has the permission write in acme/app")));
        assertThat(told.get("mentions")).isEqualTo(List.of("@claude"));
        assertThat(told.get("commands")).isEqualTo(List.of(Map.of("to", "@claude", "command", "fix this")));
        assertThat(String.valueOf(told.get("event"))).contains("uid=" + uid(capture(ASKED)));
        assertThat(typed.out()).doesNotContain(SECRET, "hook-auth-1");
    }

    @Test
    void whatHappensNextIsToldInWords() {
        explain(capture(ASKED), "--permission", "write");
        assertThat(next())
                .containsExactly(
                        "A server answers 202, keeps the delivery and reads it as issue_comment.created from source"
                                + " issue-comment; the same again changes nothing.",
                        "It asks the forge which account its token belongs to: if that is alice (id 2), this is Krate's"
                                + " own echo and starts nothing.",
                        "Rules for issue_comment.created in acme/app whose mention is one of @claude can match.",
                        "A rule that matches and allows the actor starts a run on a trusted pool, or waits for those"
                                + " whom its policy asks.");
    }

    @Test
    void aWrongSecretIsToldAndNeverShown() {
        assertThat(explain(capture(ASKED), "--secret", "another-one")).isEqualTo(1);
        assertThat(Json.readObject(typed.out()).get("signature"))
                .isEqualTo(Map.of(
                        "verdict",
                        "SignatureWrong",
                        "message",
                        "the signature does not fit the body and the subscription's secret"));
        assertThat(next())
                .containsExactly("A server answers 401 SignatureWrong and keeps no delivery: the signature does not fit"
                        + " the body and the subscription's secret.");
        assertThat(typed.out() + typed.err()).doesNotContain("another-one");
    }

    @Test
    void theSecretCanComeFromTheInput() {
        typed.input = SECRET + "\n";
        assertThat(explain(capture(ASKED), "--secret", "-")).isZero();
        assertThat(typed.out()).contains("\"Valid\"");
    }

    @Test
    void aSecretThatStandsInTheDeliveryIsHidden() throws IOException {
        explain(saying("my hook has open-sesame"), "--event", "issue_comment", "--secret", "open-sesame");
        assertThat(typed.out()).contains("my hook has [secret]").doesNotContain("open-sesame");
    }

    @Test
    void aReadersRequestIsUntrustedAndAnEditOfAnotherIsNobodys() {
        explain(capture(ASKED), "--permission", "read");
        assertThat(trust()).containsEntry("verdict", "untrusted");
        assertThat(next().get(3))
                .isEqualTo("A rule that matches ignores it, or with 'untrusted: ask' waits until somebody with write"
                        + " permission answers /krate ok with the commit.");
        explain(capture("0083_issue_comment_edited.json"), "--permission", "owner");
        assertThat(trust())
                .containsEntry("verdict", "untrusted")
                .containsEntry("reasons", List.of("root1 edited what account 3 wrote, so it is a request of neither"));
    }

    @Test
    void withoutAPermissionNothingIsSaidAboutTrust() {
        assertThat(explain(capture(ASKED))).isZero();
        assertThat(trust())
                .isEqualTo(Map.of(
                        "verdict",
                        "unknown",
                        "reasons",
                        List.of("what alice may do in acme/app is asked of the forge; give it with --permission")));
        assertThat(typed.out()).contains("\"NotChecked\"");
    }

    @Test
    void whatOnlyTheForgeKnowsIsNamed() {
        explain(capture("0033_issue_comment.pull_request_comment_created.json"), "--permission", "write");
        assertThat(next())
                .contains("It asks the forge where the code of pull request 3 comes from: the delivery does not say, so"
                        + " that until then it counts as a fork's.");
        explain(capture("0047_pull_request_comment.pull_request_review_comment_reviewed.json"));
        assertThat(next())
                .contains("It reads the review's inline comments at the forge: the delivery does not hold them, and a"
                        + " mention in one counts.");
    }

    @Test
    void whatGivesNoEventSaysWhy() {
        assertThat(explain(capture("0027_fork.json"), "--secret", SECRET)).isEqualTo(1);
        assertThat(Json.readObject(typed.out()))
                .containsEntry("noEvent", "nothing can start from 'fork' deliveries")
                .doesNotContainKey("event");
        assertThat(next())
                .containsExactly("A server keeps the delivery and decides 'unmatched': nothing can start from 'fork'"
                        + " deliveries.");
    }

    @Test
    void commandsAreReadAndSoIsWhyOneIsNone() throws IOException {
        explain(saying("/krate ok 09dad1b\\n/krate approve please"), "--event", "issue_comment");
        assertThat(Json.readObject(typed.out()).get("commands"))
                .isEqualTo(List.of(
                        Map.of("to", "/krate", "command", "ok 09dad1b"),
                        Map.of(
                                "to",
                                "/krate",
                                "command",
                                "approve please",
                                "fault",
                                "behind it stands no id of a question, which looks like approval-0123456789abcdef0123,"
                                        + " and nothing else may")));
        assertThat(next())
                .contains(
                        "Its /krate commands are heard if the actor may give them, and answered where they were given.");
        explain(saying("/note @claude fix this"), "--event", "issue_comment");
        assertThat(Json.readObject(typed.out())).containsEntry("mentions", List.of());
        assertThat(next()).contains("It is a note to people, so that it wakes nobody.");
    }

    @Test
    void aRawBodyIsReadAsTheNamedEvent() throws IOException {
        Path raw = Files.writeString(directory.resolve("raw.json"), body(capture(ASKED)));
        String signature = header(capture(ASKED), "X-Gitea-Signature");
        assertThat(explain(raw, "--event", "issue_comment", "--signature", signature, "--secret", SECRET))
                .as(typed.out())
                .isZero();
        assertThat(explain(raw, "--event", "issue_comment", "--secret", SECRET)).isEqualTo(1);
        assertThat(typed.out()).contains("SignatureMissing");
    }

    @Test
    void everyCaptureIsExplainedAndAuthentic() throws IOException {
        try (Stream<Path> captures = Files.list(CAPTURES)) {
            captures.forEach(capture -> {
                assertThat(explain(capture, "--secret", SECRET, "--permission", "write"))
                        .as(capture + typed.err())
                        .isBetween(0, 1);
                assertThat(typed.out())
                        .as(capture.toString())
                        .contains("\"Valid\"")
                        .doesNotContain(SECRET);
            });
        }
    }

    @Test
    void inputThatMakesNoSenseEndsWithTwo() throws IOException {
        assertThat(explain(directory.resolve("none.json"))).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: there is no file %s\n".formatted(directory.resolve("none.json")));
        Path list = Files.writeString(directory.resolve("list.json"), "[]");
        assertThat(explain(list)).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: %s: $: expected a JSON object\n".formatted(list));
        Path other = Files.writeString(directory.resolve("other.json"), "{\"headers\":{\"a\":1},\"bodyRaw\":\"\"}");
        assertThat(explain(other)).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: %s: $.headers.a: expected a text\n".formatted(other));
        Path raw = Files.writeString(directory.resolve("raw.json"), body(capture(ASKED)));
        assertThat(explain(raw)).isEqualTo(2);
        assertThat(typed.err()).contains("name the event of a raw body with --event");
        assertThat(explain(capture(ASKED), "--permission", "god")).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: --permission: expected none, read, triage, write, admin or owner\n");
    }

    private int explain(Path delivery, String... more) {
        return typed.krate(
                Stream.concat(Stream.of("gitea", "explain", "--delivery", delivery.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> trust() {
        return (Map<String, Object>)
                Objects.requireNonNull(Json.readObject(typed.out()).get("trust"));
    }

    @SuppressWarnings("unchecked")
    private List<String> next() {
        return (List<String>)
                Objects.requireNonNull(Json.readObject(typed.out()).get("next"));
    }

    private static String uid(Path capture) {
        Map<String, String> headers = Map.of("x-gitea-event", "issue_comment");
        return new GiteaSource()
                .read(new ForgeDelivery("acme", "any", headers, body(capture)))
                .event()
                .orElseThrow()
                .uid();
    }

    private Path saying(String words) throws IOException {
        return Files.writeString(
                directory.resolve("said.json"), body(capture(ASKED)).replace("@claude fix this", words));
    }

    private static Path capture(String name) {
        return CAPTURES.resolve(name);
    }

    private static String body(Path capture) {
        return Objects.requireNonNull(tree(capture).get("bodyRaw")).toString();
    }

    private static String header(Path capture, String name) {
        Map<?, ?> headers = (Map<?, ?>) Objects.requireNonNull(tree(capture).get("headers"));
        return Objects.requireNonNull(headers.get(name)).toString();
    }

    private static Map<String, Object> tree(Path capture) {
        try {
            return new LinkedHashMap<>(Json.readObject(Files.readAllBytes(capture)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
