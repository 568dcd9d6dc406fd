package ai.a5c.krate.server.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A token that somebody wants.
 *
 * @param scopes what alone it may do; empty for whatever the rest says
 * @param validFor how long it holds, or empty for ever
 */
public record TokenOrder(
        String name,
        boolean administrator,
        List<String> organizations,
        boolean write,
        List<TokenScope> scopes,
        Optional<Duration> validFor) {

    /** An order of a token that may do whatever {@code write} lets it. */
    public TokenOrder(
            String name,
            boolean administrator,
            List<String> organizations,
            boolean write,
            Optional<Duration> validFor) {
        this(name, administrator, organizations, write, List.of(), validFor);
    }

    public TokenOrder {
        organizations = List.copyOf(organizations);
        scopes = List.copyOf(scopes);
        if (administrator && !scopes.isEmpty()) {
            throw new IllegalArgumentException("a token with scopes is no administrator's");
        }
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("a token needs a name of at most 100 characters");
        }
        if (!administrator && organizations.isEmpty()) {
            throw new IllegalArgumentException("a token needs organizations, or to be an administrator's");
        }
    }
}
