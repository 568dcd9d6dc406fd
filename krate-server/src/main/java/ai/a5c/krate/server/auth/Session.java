package ai.a5c.krate.server.auth;

import java.time.Instant;

/**
 * A person at the console.
 *
 * @param tokenId the token that the session was opened with; when it ends, so does the session
 * @param csrf what every form of the session must carry
 */
public record Session(String tokenId, String csrf, Instant until) {

    /** Whether a form carried the session's token. */
    public boolean accepts(String presented) {
        return Unguessable.same(csrf, presented);
    }

    /** Without the form token. */
    @Override
    public String toString() {
        return "Session[" + tokenId + "]";
    }
}
