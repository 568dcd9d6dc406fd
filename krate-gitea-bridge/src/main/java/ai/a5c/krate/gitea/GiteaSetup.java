package ai.a5c.krate.gitea;

import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Sets a repository of Gitea up for Krate, and says in words what is missing; changes only hooks that lead to Krate. */
public final class GiteaSetup {

    private final GiteaConnections connections = new GiteaConnections();
    private final InstantSource clock;

    /** A set-up that compares the forge's clock with {@code clock}. */
    public GiteaSetup(InstantSource clock) {
        this.clock = clock;
    }

    /** Looks at forge, token and repository; changes nothing. */
    public List<Finding> check(Forge forge) {
        return asked(forge, api -> new ForgeChecks(api, forge, clock).all());
    }

    /** Looks at the hook; changes nothing. */
    public List<Finding> checkHook(Forge forge, HookOrder order) {
        return asked(forge, api -> List.of(new HookKeeper(api, forge, order).check()));
    }

    /** Makes the hook be there once and right; says what it did. */
    public List<Finding> connect(Forge forge, HookOrder order) {
        return asked(forge, api -> new HookKeeper(api, forge, order).keep());
    }

    /** Has the forge deliver nothing to the repository's hook; whether it takes the order. */
    public boolean test(Forge forge, HookOrder order) {
        return new HookKeeper(connections.json(forge), forge, order).test();
    }

    private List<Finding> asked(Forge forge, Function<JsonApi, List<Finding>> ask) {
        try {
            return ask.apply(connections.json(forge));
        } catch (ForgeSettingException e) {
            return List.of(Finding.bad("settings", e.reason(), "mend the Repository resource and its secret"));
        } catch (SourceUnavailableException e) {
            return List.of(Finding.bad(
                    "reachable",
                    String.valueOf(e.getMessage()),
                    "check spec.forge.baseUrl, the network and the forge's certificate from this machine"));
        }
    }
}
