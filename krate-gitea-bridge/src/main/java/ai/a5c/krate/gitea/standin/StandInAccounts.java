package ai.a5c.krate.gitea.standin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of the stand-in and what each may do in its repository. */
final class StandInAccounts {

    private final Map<String, Object> permissions = new ConcurrentHashMap<>();
    private final String administrator;

    /**
     * Accounts as measured.
     *
     * @param administrator an account that administers the repository besides, though it is asked about as before; or empty
     */
    StandInAccounts(Map<String, Object> permissions, String administrator) {
        permissions.forEach((login, found) -> {
            if (!login.startsWith("_")) {
                this.permissions.put(login, found);
            }
        });
        this.administrator = administrator;
    }

    /** What Gitea answered about the account, with {@code permission} and {@code user}. */
    Optional<Map<String, Object>> permission(String login) {
        return StandInJson.object(permissions, login);
    }

    /** The account of that id. */
    Optional<Map<String, Object>> withId(String id) {
        return permissions.keySet().stream()
                .map(this::user)
                .filter(user -> String.valueOf(user.get("id")).equals(id))
                .findFirst();
    }

    /** Gives the account another name; its old one is free. */
    void rename(String login, String name) {
        Map<String, Object> found = StandInJson.copy(permission(login).orElseThrow());
        Map<String, Object> user = StandInJson.object(found, "user").orElseThrow();
        user.put("login", name);
        user.put("username", name);
        permissions.remove(login);
        permissions.put(name, found);
    }

    /** Gives the account another permission, such as {@code read}. */
    void permit(String login, String permission) {
        Map<String, Object> found = StandInJson.copy(permission(login).orElseThrow());
        found.put("permission", permission);
        permissions.put(login, found);
    }

    /** Keeps the account from signing in. */
    void suspend(String login) {
        Map<String, Object> found = StandInJson.copy(permission(login).orElseThrow());
        StandInJson.object(found, "user").orElseThrow().put("prohibit_login", true);
        permissions.put(login, found);
    }

    /** Takes the account away. */
    void remove(String login) {
        permissions.remove(login);
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
