package ai.a5c.krate.server.auth;

import ai.a5c.krate.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Codes that open one console session each, within minutes; for links that a command prints. */
public final class LoginCodes {

    /** How long a code can be used. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final BoundedMap<String, Code> codes = new BoundedMap<>(100);

    public LoginCodes(InstantSource clock) {
        this.clock = clock;
    }

    /** A new code for a token. */
    public String issue(String tokenId) {
        String code = Unguessable.text();
        codes.put(Digest.of(code).text(), new Code(tokenId, clock.instant().plus(LIFETIME)));
        return code;
    }

    /** The token of a code; each code answers once. */
    public Optional<String> redeem(String code) {
        return codes.remove(Digest.of(code).text())
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Code::tokenId);
    }

    private record Code(String tokenId, Instant until) {}
}
