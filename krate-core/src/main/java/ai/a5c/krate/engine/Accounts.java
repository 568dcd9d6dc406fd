package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.review.Mappings;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Knows which user of Krate an account at a forge is. */
public final class Accounts {

    private static final String KIND = "IdentityMapping";

    private Accounts() {}

    /** The users that {@code account} at the forge of {@code repository} is mapped to; one is as it should be. */
    public static Set<String> users(Records records, Repository repository, Caller.Account account) {
        String namespace = repository.metadata().namespace();
        List<IdentityMapping> named = records.list(
                IdentityMapping.class,
                Query.of(KIND, namespace).whereField("spec.subject", account.login(), "id:" + account.id()));
        List<IdentityMapping> known = new ArrayList<>(named);
        named.stream()
                .map(mapping -> mapping.spec().user())
                .distinct()
                .forEach(user -> known.addAll(records.list(
                        IdentityMapping.class, Query.of(KIND, namespace).whereField("spec.user", user))));
        Set<String> users = new TreeSet<>(Mappings.of(known)
                .users(new Mappings.Outside(
                        account.provider(), repository.spec().forge().baseUrl(), account.login(), account.id())));
        users.removeIf(user -> records.get(User.class, namespace, user)
                .filter(found -> found.metadata().deletionTimestamp() == null)
                .isEmpty());
        return users;
    }

    /** What the account is called in Krate: as the one user that it is, else by its own name. */
    public static String name(Set<String> users, Caller.Account account) {
        return users.size() == 1 ? users.iterator().next() : account.provider() + "/" + account.login();
    }
}
