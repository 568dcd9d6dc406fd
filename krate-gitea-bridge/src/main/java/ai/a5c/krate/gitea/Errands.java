package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Errand.Standing;
import ai.a5c.krate.gitea.Errand.Wish;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.ServerVersion;
import ai.a5c.krate.gitea.client.User;
import ai.a5c.krate.source.ForgeLookup;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.Mutation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.NoSuchElementException;

/** Begins errands at the forges of mutations; which account and which version are there is good for a while. */
final class Errands implements Standing {

    private static final Duration ACCOUNT_GOOD_FOR = Duration.ofSeconds(60);
    private static final Duration VERSION_GOOD_FOR = Duration.ofMinutes(10);
    private static final String NAMELESS = "the forge does not name Krate's own account";

    private final ForgeLookup lookup;
    private final GiteaConnections connections;
    private final Recent<Asker, OwnAccount> accounts;
    private final Recent<Asker, GiteaVersion> versions;

    Errands(ForgeLookup lookup, GiteaConnections connections, InstantSource clock) {
        this.lookup = lookup;
        this.connections = connections;
        this.accounts = new Recent<>(ACCOUNT_GOOD_FOR, clock);
        this.versions = new Recent<>(VERSION_GOOD_FOR, clock);
    }

    /** The errand of {@code mutation}, at the forge that its {@code Repository} names now. */
    Errand begin(Mutation mutation, Wish wish) {
        return new Errand(connections, this, forge(mutation), wish);
    }

    private Forge forge(Mutation mutation) {
        try {
            return lookup.forge(mutation.organization(), mutation.repository());
        } catch (NoSuchElementException e) {
            throw Errand.failure(
                    "NotFound", "there is no repository '%s' with a forge".formatted(mutation.repository()));
        }
    }

    @Override
    public OwnAccount own(Errand errand) {
        return accounts.get(Asker.of(errand.forge()), () -> {
            User own = errand.call(GiteaApi::currentUser);
            return new OwnAccount(errand.present(own.getId(), NAMELESS), own.getLogin() == null ? "" : own.getLogin());
        });
    }

    @Override
    public GiteaVersion version(Errand errand) {
        return versions.get(Asker.of(errand.forge()), () -> {
            ServerVersion answer = errand.call(GiteaApi::version);
            return GiteaVersion.of(answer.getVersion() == null ? "" : answer.getVersion());
        });
    }
}
