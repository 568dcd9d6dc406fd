package ai.a5c.krate.server.bench;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.source.ForgeSource;

/** Gitea's deliveries, read as they are, by people of whom it is assumed that they may write: no forge is asked. */
final class AssumingSource implements ForgeSource {

    private final ForgeSource gitea = new GiteaSource();

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
