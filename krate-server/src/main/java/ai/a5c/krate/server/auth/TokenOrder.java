package ai.a5c.krate.server.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A token that somebody wants.
 *
 * @param validFor how long it holds, or empty for ever
 */
public record TokenOrder(
        String name, boolean administrator, List<String> organizations, boolean write, Optional<Duration> validFor) {

    public TokenOrder {
        organizations = List.copyOf(organizations);
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("a token needs a name of at most 100 characters");
        }
        if (!administrator && organizations.isEmpty()) {
            throw new IllegalArgumentException("a token needs organizations, or to be an administrator's");
        }
    }
}
