package ai.a5c.krate.server.auth;

import ai.a5c.krate.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Console sessions in the memory of this process, found by the hash of their cookie; a login always makes a new one. */
public final class Sessions {

    /** How long a session lasts. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final BoundedMap<String, Session> sessions = new BoundedMap<>(MOST);

    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens a session for a token and answers its cookie. */
    public String open(String tokenId) {
        String cookie = Unguessable.text();
        Instant until = clock.instant().plus(LIFETIME);
        sessions.put(Digest.of(cookie).text(), new Session(tokenId, Unguessable.text(), until));
        return cookie;
    }

    /** The session of a cookie, unless it is over. */
    public Optional<Session> find(String cookie) {
        return sessions.get(Digest.of(cookie).text())
                .filter(session -> clock.instant().isBefore(session.until()));
    }

    /** Ends a session. */
    public void close(String cookie) {
        sessions.remove(Digest.of(cookie).text());
    }
}
