package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {

    @Test
    void aTokenIsReadBackByItsOwnListOnly() {
        Seeds.forAll(200, random -> {
            Continuation place =
                    new Continuation("RunnerPool acme", random.nextLong(1_000), "acme/n" + random.nextInt(1_000));
            assertThat(Continuation.of(place.token(), "RunnerPool acme")).contains(place);
            assertThatThrownBy(() -> Continuation.of(place.token(), "RunnerPool *"))
                    .isInstanceOf(Refusal.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{\"list\":\"L\",\"version\":1}",
                "{\"list\":\"L\",\"version\":1,\"after\":\"\"}",
                "{\"list\":\"L\",\"version\":1,\"after\":\"../etc\"}",
                "{\"list\":\"L\",\"version\":\"1\",\"after\":\"a/b\"}"
            })
    void garbageIsRefused(String text) {
        String token = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Continuation.of(token, "L"))
                .hasMessage("continue key is not valid: it is no token of this list");
        assertThatThrownBy(() -> Continuation.of(text, "L")).isInstanceOf(Refusal.class);
    }
}
