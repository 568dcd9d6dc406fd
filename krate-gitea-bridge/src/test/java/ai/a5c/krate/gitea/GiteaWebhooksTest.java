package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.gitea.GiteaWebhooks.Outcome;
import ai.a5c.krate.gitea.GiteaWebhooks.Refused;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GiteaWebhooksTest {

    private static final Capture COMMENT = Capture.number("0033").with("Authorization", "Bearer hidden");
    private static final GiteaSignature SIGNATURE = signature(Capture.SECRET, "");

    @Test
    void anAuthenticDeliveryIsAcceptedWithNothingSecretInItsHeaders() {
        assertThat(receive(COMMENT))
                .isEqualTo(new Accepted(
                        COMMENT.header("x-gitea-delivery"),
                        "pull_request_comment",
                        Map.of(
                                "content-type", "application/json",
                                "user-agent", "Go-http-client/1.1",
                                "x-gitea-delivery", COMMENT.header("x-gitea-delivery"),
                                "x-gitea-event", "issue_comment",
                                "x-gitea-event-type", "pull_request_comment"),
                        false));
    }

    @Test
    void everyDeliveryOfTheForgeIsAccepted() {
        assertThat(Capture.all())
                .allSatisfy(capture -> assertThat(receive(capture)).isInstanceOf(Accepted.class));
    }

    @Test
    void theOutcomeSaysThatTheHookUsesThePreviousSecret() {
        assertThat(new GiteaWebhooks().receive(COMMENT.headers(), COMMENT.bytes(), signature("new", Capture.SECRET)))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.byPreviousSecret()).isTrue());
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeAnythingElse() {
        assertThat(new GiteaWebhooks(8).receive(Map.of(), new byte[9], SIGNATURE))
                .isEqualTo(new Refused(413, "BodyTooLarge", "the body has more than 8 bytes"));
        assertThat(new GiteaWebhooks().maxBytes()).isEqualTo(5 * 1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "application/json; charset=utf-16",
                "application/jsonp",
                ""
            })
    void onlyJsonIsRead(String type) {
        assertThat(receive(COMMENT.with("content-type", type)))
                .isEqualTo(new Refused(
                        415,
                        "UnsupportedMediaType",
                        "set the webhook's content type to application/json in the forge"));
    }

    @Test
    void theCharacterSetMayBeNamed() {
        assertThat(receive(COMMENT.with("content-type", "application/json; charset=UTF-8")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void whatIsNotAuthenticIsRefusedWithAReasonButNothingOfTheRequest() {
        assertThat(receive(COMMENT.without("x-gitea-signature").without("x-hub-signature-256")))
                .isEqualTo(new Refused(
                        401, "SignatureMissing", "the delivery is not signed; give the webhook its secret"));
        assertThat(receive(COMMENT.with("x-gitea-signature", "x")))
                .isEqualTo(new Refused(
                        401, "SignatureWrong", "the signature does not fit the body and the subscription's secret"));
        assertThat(receive(COMMENT.with("x-gitea-signature", "x").without("x-hub-signature-256")))
                .isEqualTo(new Refused(
                        401, "SignatureMalformed", "expected 64 lower-case hex digits in X-Gitea-Signature"));
        assertThat(new GiteaWebhooks().receive(COMMENT.headers(), new byte[0], SIGNATURE))
                .isEqualTo(new Refused(
                        401, "SignatureWrong", "the signature does not fit the body and the subscription's secret"));
        assertThat(new GiteaWebhooks().receive(COMMENT.headers(), COMMENT.bytes(), signature("", "")))
                .isEqualTo(new Refused(
                        401, "NoSecret", "the subscription has no secret, so no delivery can be authentic"));
    }

    @Test
    void aDeliveryNeedsAnIdAndAnEvent() {
        Refused noId = new Refused(400, "MissingDeliveryId", "expected a uuid in the header X-Gitea-Delivery");
        Refused noEvent = new Refused(400, "MissingEvent", "expected an event name in the header X-Gitea-Event");
        assertThat(receive(COMMENT.without("x-gitea-delivery"))).isEqualTo(noId);
        assertThat(receive(COMMENT.with("x-gitea-delivery", "../../etc"))).isEqualTo(noId);
        assertThat(receive(COMMENT.without("x-gitea-event"))).isEqualTo(noEvent);
        assertThat(receive(COMMENT.with("x-gitea-event-type", "Push!"))).isEqualTo(noEvent);
    }

    @Test
    void aKeptHeaderIsBounded() {
        assertThat(receive(COMMENT.with("user-agent", "x".repeat(100_000))))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted ->
                                assertThat(accepted.headers().get("user-agent")).hasSize(512));
    }

    private static Outcome receive(Capture capture) {
        return new GiteaWebhooks().receive(capture.headers(), capture.bytes(), SIGNATURE);
    }

    private static GiteaSignature signature(String current, String previous) {
        return new GiteaSignature(
                Optional.of(new SecretValue(current.getBytes(StandardCharsets.UTF_8))),
                Optional.of(new SecretValue(previous.getBytes(StandardCharsets.UTF_8))));
    }
}
