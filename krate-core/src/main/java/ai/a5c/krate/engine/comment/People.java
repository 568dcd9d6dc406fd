package ai.a5c.krate.engine.comment;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Caller.Account;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.store.Query;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Knows which user of Krate an account at a forge is. */
final class People {

    private static final String BY_ID = "id:";

    private People() {}

    /** Whoever wrote the comment, with what the forge says of them at this moment. */
    static Person of(Records records, Asked asked) {
        Repository.Forge forge = asked.repository().spec().forge();
        Actor actor = asked.event().actor();
        Account account = new Account(
                forge.kind(), actor.login(), actor.id(), asked.present().permission(), asked.repositoryName());
        Set<String> users = users(records, asked, account);
        String name = users.size() == 1 ? users.iterator().next() : account.provider() + "/" + account.login();
        return new Person(
                new Caller(
                        name, Caller.Road.COMMENT, false, Set.of(asked.event().organization()), Optional.of(account)),
                users.size());
    }

    private static Set<String> users(Records records, Asked asked, Account account) {
        String baseUrl = asked.repository().spec().forge().baseUrl();
        Query subjects = Query.of("IdentityMapping", asked.namespace())
                .whereField("spec.subject", account.login(), BY_ID + account.id());
        Set<String> users = new TreeSet<>();
        records.list(IdentityMapping.class, subjects).stream()
                .filter(mapping -> mapping.metadata().deletionTimestamp() == null)
                .filter(mapping -> mapping.spec().provider().equals(account.provider()))
                .filter(mapping -> mapping.spec().issuer().isEmpty()
                        || bare(mapping.spec().issuer()).equals(bare(baseUrl)))
                .map(mapping -> mapping.spec().user())
                .filter(user -> records.get(User.class, asked.namespace(), user)
                        .filter(known -> known.metadata().deletionTimestamp() == null)
                        .isPresent())
                .forEach(users::add);
        return users;
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Who gives a command.
     *
     * @param users how many users of Krate the account is mapped to; one is as it should be
     */
    record Person(Caller caller, int users) {

        boolean isKnown() {
            return users == 1;
        }

        boolean isAmbiguous() {
            return users > 1;
        }
    }
}
