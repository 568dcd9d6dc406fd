package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.store.Query;
import java.util.Set;
import java.util.TreeSet;

/** Knows which user of Krate an account at a forge is. */
public final class Accounts {

    private static final String BY_ID = "id:";

    private Accounts() {}

    /** The users that {@code account} at the forge of {@code repository} is mapped to; one is as it should be. */
    public static Set<String> users(Records records, Repository repository, Caller.Account account) {
        String namespace = repository.metadata().namespace();
        String baseUrl = repository.spec().forge().baseUrl();
        Query subjects = Query.of("IdentityMapping", namespace)
                .whereField("spec.subject", account.login(), BY_ID + account.id());
        Set<String> users = new TreeSet<>();
        records.list(IdentityMapping.class, subjects).stream()
                .filter(mapping -> mapping.metadata().deletionTimestamp() == null)
                .filter(mapping -> mapping.spec().provider().equals(account.provider()))
                .filter(mapping -> mapping.spec().issuer().isEmpty()
                        || bare(mapping.spec().issuer()).equals(bare(baseUrl)))
                .map(mapping -> mapping.spec().user())
                .filter(user -> records.get(User.class, namespace, user)
                        .filter(known -> known.metadata().deletionTimestamp() == null)
                        .isPresent())
                .forEach(users::add);
        return users;
    }

    /** What the account is called in Krate: as the one user that it is, else by its own name. */
    public static String name(Set<String> users, Caller.Account account) {
        return users.size() == 1 ? users.iterator().next() : account.provider() + "/" + account.login();
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
