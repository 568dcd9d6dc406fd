package ai.a5c.krate.server;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.source.ForgeSource;
import java.util.Optional;

/** Gitea's bridge, with a forge behind it that can be told what to say of whoever acts. */
public final class StandInForge implements ForgeSource {

    private final GiteaSource gitea = new GiteaSource();
    private volatile Optional<String> permission = Optional.empty();

    /** From now on whoever acts has {@code word}, and nobody is asked. */
    public void says(String word) {
        permission = Optional.of(word);
    }

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
        return permission.map(word -> gitea.assume(event, word)).orElseGet(() -> gitea.enrich(forge, event));
    }

    @Override
    public Present present(Forge forge, SourceEvent event) {
        return permission
                .map(word -> new Present(word, event.sha(), "told"))
                .orElseGet(() -> gitea.present(forge, event));
    }

    @Override
    public SourceEvent assume(SourceEvent event, String word) {
        return gitea.assume(event, word);
    }
}
