package ai.a5c.krate.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.gitea.GiteaSignature;
import ai.a5c.krate.gitea.GiteaWebhooks;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.gitea.GiteaWebhooks.Refused;
import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenericHeadersTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "a secret of a webhook".getBytes(StandardCharsets.UTF_8);

    private static GiteaWebhooks.Outcome received(String signature) {
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "X-Krate-Delivery", "a903aedf-aa96-4a8f-aa5d-0214182a184d",
                "X-Krate-Event", "build",
                "X-Gitea-Signature", "ignored",
                "X-Hub-Signature-256", signature);
        return new GiteaWebhooks()
                .receive(
                        GenericHeaders.of(headers),
                        BODY,
                        new GiteaSignature(Optional.of(new SecretValue(SECRET)), Optional.empty()));
    }

    @Test
    void aCallThatIsSignedWithTheUsualHeaderIsAccepted() {
        String mac = MacKey.of(SECRET).sign(new String(BODY, StandardCharsets.UTF_8));
        assertThat(received("sha256=" + mac))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.eventType()).isEqualTo("build"));
    }

    @Test
    void aCallThatIsSignedWronglyIsNot() {
        assertThat(received("sha256=" + "0".repeat(64)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("SignatureWrong"));
    }
}
