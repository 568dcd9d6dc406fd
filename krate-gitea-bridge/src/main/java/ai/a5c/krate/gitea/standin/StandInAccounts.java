package ai.a5c.krate.gitea.standin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The accounts of the stand-in and what each may do in its repository. */
final class StandInAccounts {

    private final Map<String, Object> permissions;
    private final String administrator;

    /**
     * Accounts as measured.
     *
     * @param administrator an account that administers the repository besides, though it is asked about as before; or empty
     */
    StandInAccounts(Map<String, Object> permissions, String administrator) {
        this.permissions = permissions;
        this.administrator = administrator;
    }

    /** What Gitea answered about the account, with {@code permission} and {@code user}. */
    Optional<Map<String, Object>> permission(String login) {
        return login.startsWith("_") ? Optional.empty() : StandInJson.object(permissions, login);
    }

    /** The account as deliveries and answers show it. */
    Map<String, Object> user(String login) {
        return permission(login)
                .flatMap(found -> StandInJson.object(found, "user"))
                .orElseThrow(() -> new IllegalArgumentException("the stand-in has no account '%s'".formatted(login)));
    }

    long id(String login) {
        return ((Number) Objects.requireNonNull(user(login).get("id"))).longValue();
    }

    /** Whether it administers the repository. */
    boolean isAdministrator(String login) {
        return login.equals(administrator) || is(login, Set.of("admin", "owner"));
    }

    /** Whether it may push to the repository. */
    boolean mayWrite(String login) {
        return isAdministrator(login) || is(login, Set.of("write"));
    }

    private boolean is(String login, Set<String> words) {
        return permission(login)
                .map(found -> words.contains(String.valueOf(found.get("permission"))))
                .orElse(false);
    }
}
