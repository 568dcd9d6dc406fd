package io.jenkins.plugins.krate.engine.remote;

import java.time.Duration;

/**
 * With what a server is asked.
 *
 * @param organization the slug
 * @param token of the API; never shown
 * @param console where people see runs; the server's address if nothing else is said
 * @param patience how long one answer may take, all of it
 */
public record ServerAccess(
        ServerAddress server, String organization, String token, ServerAddress console, Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public ServerAccess {
        if (!organization.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("the organization must be its slug: lower-case letters, digits and -");
        }
        if (!token.matches("[\\x21-\\x7e]{1,1000}")) {
            throw new IllegalArgumentException(
                    "the token must be printable ASCII without spaces; is the credential the right one?");
        }
    }

    /** Access with the usual patience. */
    public ServerAccess(ServerAddress server, String organization, String token) {
        this(server, organization, token, server, PATIENCE);
    }

    @Override
    public String toString() {
        return "ServerAccess[%s, organization %s]".formatted(server, organization);
    }
}
