package ai.a5c.krate.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final InMemoryResourceStore store = new InMemoryResourceStore();
    private final InstantSource clock = () -> now;
    private final Tokens tokens = new Tokens(store, clock);

    private IssuedToken issue(Optional<Duration> validFor) {
        return tokens.issue(new TokenOrder("ci", false, List.of("acme"), false, validFor));
    }

    @Test
    void aTokenSaysWhatItMayDo() {
        IssuedToken issued = issue(Optional.empty());
        assertThat(issued.secret()).matches("krt_[A-Za-z0-9_-]{43}");
        Access access = tokens.authenticate(issued.secret()).orElseThrow();
        assertThat(access.name()).isEqualTo("ci");
        assertThat(access.mayIn("acme")).isTrue();
        assertThat(access.mayIn("globex")).isFalse();
        assertThat(access.write()).isFalse();
    }

    @Test
    void onlyTheHashIsStoredAndNothingPrintsTheToken() {
        IssuedToken issued = issue(Optional.empty());
        String stored = store.get(new ResourceKey(
                        "ApiToken", "krate-system", issued.token().id()))
                .orElseThrow()
                .document();
        assertThat(stored).contains("sha256:").doesNotContain(issued.secret());
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    void whoeverDecidedWithATokenCouldStillAsLongAsItHolds() {
        TokenOrder order = new TokenOrder("dora", false, List.of("acme"), true, Optional.of(Duration.ofDays(1)));
        IssuedToken issued = tokens.issue(order);
        String id = tokens.authenticate(issued.secret())
                .orElseThrow()
                .caller(Caller.Road.API)
                .principal();
        assertThat(id).isEqualTo(issued.token().id());
        assertThat(tokens.mayWrite(id, "acme")).isEqualTo(AccessAnswer.allowed("the token holds"));
        assertThat(tokens.mayWrite(id, "globex"))
                .isEqualTo(
                        AccessAnswer.denied("the token that it came with may not write in the organization any more"));
        String reader = issue(Optional.empty()).token().id();
        assertThat(tokens.mayWrite(reader, "acme").verdict()).isEqualTo(AccessAnswer.Verdict.DENIED);
        now = now.plus(Duration.ofDays(1));
        AccessAnswer gone = AccessAnswer.denied("the token that it came with was revoked or has expired");
        assertThat(tokens.mayWrite(id, "acme")).isEqualTo(gone);
        IssuedToken other = tokens.issue(order);
        tokens.revoke(other.token().id());
        assertThat(tokens.mayWrite(other.token().id(), "acme")).isEqualTo(gone);
        assertThat(tokens.mayWrite("", "acme")).isEqualTo(gone);
    }

    @Test
    void unknownAlteredExpiredAndRevokedTokensAreNobody() {
        IssuedToken issued = issue(Optional.of(Duration.ofDays(1)));
        String altered = issued.secret().substring(0, 46) + (issued.secret().endsWith("A") ? "B" : "A");
        assertThat(tokens.authenticate(altered)).isEmpty();
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.authenticate("krt_" + "A".repeat(43))).isEmpty();
        assertThat(tokens.authenticate(issued.secret())).isPresent();
        now = now.plus(Duration.ofDays(1));
        assertThat(tokens.authenticate(issued.secret())).isEmpty();
        assertThat(tokens.stillHolds(issued.token().id())).isEmpty();
        IssuedToken other = issue(Optional.empty());
        assertThat(tokens.revoke(other.token().id())).isTrue();
        assertThat(tokens.revoke(other.token().id())).isFalse();
        assertThat(tokens.authenticate(other.secret())).isEmpty();
    }

    @Test
    void theFirstStartMakesOneAdministratorAndNoOtherDoes() {
        IssuedToken first = tokens.issueFirst().orElseThrow();
        assertThat(tokens.authenticate(first.secret()).orElseThrow().administrator())
                .isTrue();
        assertThat(tokens.issueFirst()).isEmpty();
    }

    @Test
    void theLastUseIsWrittenOnceAMinute() {
        IssuedToken issued = issue(Optional.empty());
        long before = store.version();
        tokens.authenticate(issued.secret());
        assertThat(store.version()).isEqualTo(before + 1);
        now = now.plusSeconds(59);
        tokens.authenticate(issued.secret());
        assertThat(store.version()).isEqualTo(before + 1);
        now = now.plusSeconds(1);
        tokens.authenticate(issued.secret());
        assertThat(tokens.list().get(0).lastUsedAt()).isEqualTo(now);
    }

    @Test
    void aLoginCodeOpensOnceAndNotForLong() {
        LoginCodes codes = new LoginCodes(clock);
        String code = codes.issue("token-1");
        assertThat(codes.redeem(code)).contains("token-1");
        assertThat(codes.redeem(code)).isEmpty();
        String late = codes.issue("token-1");
        now = now.plus(LoginCodes.LIFETIME);
        assertThat(codes.redeem(late)).isEmpty();
    }

    @Test
    void aSessionEndsByLogoutAndByTime() {
        Sessions sessions = new Sessions(clock);
        String cookie = sessions.open("token-1");
        Session session = sessions.find(cookie).orElseThrow();
        assertThat(session.accepts(session.csrf())).isTrue();
        assertThat(session.accepts("")).isFalse();
        assertThat(sessions.open("token-1")).isNotEqualTo(cookie);
        sessions.close(cookie);
        assertThat(sessions.find(cookie)).isEmpty();
        String late = sessions.open("token-1");
        now = now.plus(Sessions.LIFETIME);
        assertThat(sessions.find(late)).isEmpty();
    }

    @Test
    void guessersWaitAndAreForgottenInTime() {
        LoginThrottle throttle = new LoginThrottle(clock);
        for (int i = 0; i < LoginThrottle.ALLOWED; i++) {
            assertThat(throttle.wait("1.2.3.4")).isZero();
            throttle.wrong("1.2.3.4");
        }
        assertThat(throttle.wait("1.2.3.4")).isEqualTo(Duration.ofMinutes(5));
        assertThat(throttle.wait("1.2.3.5")).isZero();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(throttle.wait("1.2.3.4")).isZero();
        for (int i = 0; i < 12_000; i++) {
            throttle.wrong("address-" + i);
        }
        assertThat(throttle.addresses()).isEqualTo(10_000);
    }
}
