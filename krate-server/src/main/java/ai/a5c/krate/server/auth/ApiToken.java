package ai.a5c.krate.server.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is stored: everything but the token.
 *
 * @param hash the SHA-256 of the token as {@code sha256:...}
 * @param organizations slugs; without meaning for an administrator
 * @param scopes words of what alone it may do; empty for whatever the rest says
 * @param expiresAt when it ends, or null for never
 * @param lastUsedAt to the minute, or null while unused
 */
public record ApiToken(
        String id,
        String name,
        String hash,
        boolean administrator,
        List<String> organizations,
        boolean write,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    public ApiToken {
        organizations = List.copyOf(organizations);
        scopes = List.copyOf(scopes);
    }

    boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    ApiToken usedAt(Instant time) {
        return new ApiToken(id, name, hash, administrator, organizations, write, scopes, createdAt, expiresAt, time);
    }

    Access access() {
        return new Access(
                id, name, administrator, Set.copyOf(organizations), write, Set.copyOf(TokenScope.all(scopes)));
    }
}
