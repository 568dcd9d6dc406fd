package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.gitea.Answer.Given;
import ai.a5c.krate.gitea.Answer.Withheld;
import ai.a5c.krate.gitea.client.FoundUsers;
import ai.a5c.krate.gitea.client.Permission;
import ai.a5c.krate.gitea.client.User;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.ForgeSource.Standing;
import ai.a5c.krate.source.SourceUnavailableException;
import java.util.Optional;

/**
 * Asks what an account may do now: by the name that it had, and where that is nobody's or another's, by the name that it has.
 *
 * <p>Gitea tells permissions by name only, and names of accounts by id.
 */
final class AccountStanding {

    private static final String NONE = "none";
    private static final int MISSING = 404;

    private final ForgeFacts facts;

    AccountStanding(ForgeFacts facts) {
        this.facts = facts;
    }

    /**
     * What {@code account} may do in the repository of {@code forge} at this moment.
     *
     * @throws SourceUnavailableException if the forge does not tell
     */
    Standing of(Forge forge, Account account) {
        if (!account.id().matches("[1-9][0-9]{0,17}")) {
            return new Standing(NONE, account.login(), "%s is no account of a person".formatted(told(account)));
        }
        if (GiteaConnections.isName(account.login())
                && permission(forge, account) instanceof Given<Permission> given
                && is(given.value().getUser(), account)) {
            return standing(forge, account, given.value());
        }
        Optional<String> login = login(forge, account);
        if (login.isEmpty()) {
            return new Standing(
                    NONE, account.login(), "the forge knows the account %s no more".formatted(told(account)));
        }
        Account renamed = new Account(login.get(), account.id());
        if (permission(forge, renamed) instanceof Given<Permission> given
                && is(given.value().getUser(), account)) {
            return standing(forge, renamed, given.value());
        }
        throw new SourceUnavailableException("%s does not tell what %s may do in %s/%s"
                .formatted(forge.baseUrl(), told(renamed), forge.owner(), forge.name()));
    }

    /** What is said about whoever has that name now; withheld if nobody has. */
    private Answer<Permission> permission(Forge forge, Account account) {
        return facts.ask(
                forge,
                api -> api.permission(forge.owner(), forge.name(), account.login()),
                Given::new,
                refusal -> missing(forge, refusal));
    }

    private Optional<String> login(Forge forge, Account account) {
        Answer<FoundUsers> found =
                facts.ask(forge, api -> api.usersById(Long.parseLong(account.id())), Given::new, refusal -> {
                    throw unavailable(forge, refusal.told());
                });
        if (found instanceof Withheld<FoundUsers> withheld) {
            throw unavailable(forge, withheld.reason());
        }
        return Optional.ofNullable(((Given<FoundUsers>) found).value().getData()).stream()
                .flatMap(users -> users.stream())
                .filter(user -> is(user, account))
                .map(User::getLogin)
                .filter(login -> login != null && GiteaConnections.isName(login))
                .findFirst();
    }

    private static Standing standing(Forge forge, Account account, Permission found) {
        User user = found.getUser();
        String login = user == null || user.getLogin() == null ? account.login() : user.getLogin();
        if (user != null && Boolean.TRUE.equals(user.getProhibitLogin())) {
            return new Standing(NONE, login, "the account %s may not sign in any more".formatted(told(account)));
        }
        String permission = found.getPermission() == null ? NONE : Wording.bounded(found.getPermission(), 64);
        return new Standing(
                permission,
                login,
                "the account %s has the permission %s in %s/%s"
                        .formatted(told(account), permission, forge.owner(), forge.name()));
    }

    private static boolean is(User user, Account account) {
        return user != null && user.getId() != null && user.getId().toString().equals(account.id());
    }

    private static String missing(Forge forge, ApiRefusal refusal) {
        if (refusal.status() != MISSING) {
            throw unavailable(forge, refusal.told());
        }
        return refusal.told();
    }

    private static SourceUnavailableException unavailable(Forge forge, String why) {
        return new SourceUnavailableException("%s cannot be asked now what accounts may do in %s/%s: %s"
                .formatted(forge.baseUrl(), forge.owner(), forge.name(), why));
    }

    private static String told(Account account) {
        return "%s (id %s)".formatted(Wording.line(account.login()), account.id());
    }
}
