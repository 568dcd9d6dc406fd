package ai.a5c.krate.server;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.source.ForgeSource;

/** Reads deliveries as Gitea's bridge does, and asks nobody: whoever acts may write. */
final class StandInForge implements ForgeSource {

    private final GiteaSource gitea = new GiteaSource();

    @Override
    public String kind() {
        return gitea.kind();
    }

    @Override
    public Reading read(ForgeDelivery delivery) {
        return gitea.read(delivery);
    }

    @Override
    public SourceEvent enrich(Forge forge, SourceEvent event) {
        return gitea.assume(event, "write");
    }

    @Override
    public SourceEvent assume(SourceEvent event, String permission) {
        return gitea.assume(event, permission);
    }
}
