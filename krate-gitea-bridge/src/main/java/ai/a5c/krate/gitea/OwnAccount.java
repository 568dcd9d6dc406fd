package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.User;
import org.jspecify.annotations.Nullable;

/** The account that Krate's token belongs to; by its id it is told from all others, for names can be taken over. */
record OwnAccount(long id, String login) {

    boolean is(@Nullable User user) {
        return user != null && user.getId() != null && user.getId() == id;
    }
}
