package ai.a5c.krate.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.digest.Digest;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    private static final Digest ARTIFACT = Digest.of("patch");
    private static final IdempotencyKey KEY = IdempotencyKey.of("uid-1", 1, 1, "gitea:acme/shop#7", ARTIFACT);

    @Test
    void theSameWriteHasTheSameKey() {
        assertThat(IdempotencyKey.of("uid-1", 1, 1, "gitea:acme/shop#7", ARTIFACT))
                .isEqualTo(KEY);
        assertThat(KEY.text()).matches("[0-9a-f]{64}");
        assertThat(KEY).hasToString(KEY.text());
    }

    @Test
    void whateverDiffersMakesAnotherKey() {
        assertThat(Set.of(
                        KEY,
                        IdempotencyKey.of("uid-2", 1, 1, "gitea:acme/shop#7", ARTIFACT),
                        IdempotencyKey.of("uid-1", 2, 1, "gitea:acme/shop#7", ARTIFACT),
                        IdempotencyKey.of("uid-1", 1, 2, "gitea:acme/shop#7", ARTIFACT),
                        IdempotencyKey.of("uid-1", 1, 1, "gitea:acme/shop#8", ARTIFACT),
                        IdempotencyKey.of("uid-1", 1, 1, "gitea:acme/shop#7", Digest.of("other"))))
                .hasSize(6);
    }

    @Test
    void aKeyOfNothingIsRefused() {
        assertThatThrownBy(() -> IdempotencyKey.of("", 1, 1, "t", ARTIFACT))
                .hasMessage("an idempotency key needs a run and a target");
        assertThatThrownBy(() -> IdempotencyKey.of("r", 1, 1, " ", ARTIFACT))
                .hasMessage("an idempotency key needs a run and a target");
    }
}
