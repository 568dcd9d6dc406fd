package ai.a5c.krate.engine.comment;

import ai.a5c.krate.engine.Accounts;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Caller.Account;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.kind.agents.Repository;
import java.util.Set;

/** Knows which user of Krate wrote a comment. */
final class People {

    private People() {}

    /** Whoever wrote the comment, with what the forge says of them at this moment. */
    static Person of(Records records, Asked asked) {
        Repository.Forge forge = asked.repository().spec().forge();
        Actor actor = asked.event().actor();
        Account account = new Account(
                forge.kind(), actor.login(), actor.id(), asked.present().permission(), asked.repositoryName());
        Set<String> users = Accounts.users(records, asked.repository(), account);
        String name = Accounts.name(users, account);
        return new Person(Caller.at(name, asked.event().organization(), account), users.size());
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
